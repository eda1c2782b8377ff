// Collects what keeps a basket from being published. The sentences stand together: one list for all parts.
#pragma once

#include "procurement/basket/basket.hpp"

namespace kori
{

class PublicationFaults
{
public:
    void add(std::string pointer, std::string_view rule, Facts values = {});

    // In Finnish and in Swedish.
    void require_text(const LocalText& text, const std::string& field, std::string_view rule,
                      Facts values = {});
    void require_distinct(const std::vector<std::string>& codes, const std::string& field);
    template <class Number>
    void require_positive(const std::optional<Number>& cap, const std::string& pointer, std::string_view name)
    {
        if (cap && *cap <= Number{})
            add(pointer, "basket.cap_not_positive", {{"cap", name}});
    }
    void take(std::vector<FieldError> more);

    std::vector<FieldError> all() && { return std::move(errors_); }

private:
    std::vector<FieldError> errors_;
};

} // namespace kori
