#include "bench/recorded.hpp"

#include <fstream>
#include <stdexcept>

namespace kori::bench
{
namespace
{

// Native integers and lengths: the file is read by the program that wrote it.
class Writer
{
public:
    explicit Writer(const std::filesystem::path& file) : out_{file, std::ios::binary} {}
    void number(std::int64_t value) { out_.write(reinterpret_cast<const char*>(&value), sizeof value); }
    void text(const std::string& value)
    {
        number(static_cast<std::int64_t>(value.size()));
        out_.write(value.data(), static_cast<std::streamsize>(value.size()));
    }
    bool is_whole() { return static_cast<bool>(out_.flush()); }

private:
    std::ofstream out_;
};

class Reader
{
public:
    explicit Reader(const std::filesystem::path& file) : in_{file, std::ios::binary}, name_{file.string()} {}
    std::int64_t number()
    {
        std::int64_t value = 0;
        in_.read(reinterpret_cast<char*>(&value), sizeof value);
        if (!in_)
            throw std::runtime_error{name_ + " is no whole recording"};
        return value;
    }
    std::string text()
    {
        std::string value(static_cast<std::size_t>(number()), '\0');
        in_.read(value.data(), static_cast<std::streamsize>(value.size()));
        return value;
    }

private:
    std::ifstream in_;
    std::string name_;
};

void write_value(Writer& out, const SqlValue::Content& value)
{
    out.number(static_cast<std::int64_t>(value.index()));
    if (const auto* const number = std::get_if<std::int64_t>(&value))
        out.number(*number);
    else if (const auto* const text = std::get_if<std::string>(&value))
        out.text(*text);
    else if (const auto* const blob = std::get_if<Blob>(&value))
        out.text(blob->bytes);
}

SqlValue::Content read_value(Reader& in)
{
    switch (in.number())
    {
    case 1:
        return in.number();
    case 2:
        return in.text();
    case 3:
        return Blob{in.text()};
    default:
        return std::monostate{};
    }
}

} // namespace

std::uint32_t Recorded::place_of(std::string_view statement)
{
    const auto [at, is_new] =
        places_.emplace(std::string{statement}, static_cast<std::uint32_t>(statements.size()));
    if (is_new)
        statements.emplace_back(statement);
    return at->second;
}

void write_recorded(const std::filesystem::path& file, const Recorded& recorded)
{
    Writer out{file};
    out.number(static_cast<std::int64_t>(recorded.statements.size()));
    for (const auto& statement : recorded.statements)
        out.text(statement);
    out.number(static_cast<std::int64_t>(recorded.jobs.size()));
    for (const auto& job : recorded.jobs)
    {
        out.number(static_cast<std::int64_t>(job.size()));
        for (const auto& call : job)
        {
            out.number(static_cast<std::int64_t>(call.kind));
            out.number(call.once_per_commit ? 1 : 0);
            out.number(call.statement);
            out.number(static_cast<std::int64_t>(call.values.size()));
            for (const auto& value : call.values)
                write_value(out, value);
        }
    }
    if (!out.is_whole())
        throw std::runtime_error{file.string() + " cannot be written"};
}

Recorded read_recorded(const std::filesystem::path& file)
{
    Reader in{file};
    Recorded recorded;
    for (auto left = in.number(); left > 0; --left)
        recorded.statements.push_back(in.text());
    for (auto jobs = in.number(); jobs > 0; --jobs)
    {
        Job job;
        for (auto calls = in.number(); calls > 0; --calls)
        {
            Call call;
            call.kind = static_cast<CallKind>(in.number());
            call.once_per_commit = in.number() == 1;
            call.statement = static_cast<std::uint32_t>(in.number());
            for (auto values = in.number(); values > 0; --values)
                call.values.push_back(read_value(in));
            job.push_back(std::move(call));
        }
        recorded.jobs.push_back(std::move(job));
    }
    return recorded;
}

} // namespace kori::bench
