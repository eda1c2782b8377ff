// An offer that passes in the sample basket. All prices are invented.
#pragma once

#include "marketplace/offer/offer.hpp"
#include "tests/procurement/basket/sample_basket.hpp"

namespace kori::samples
{

inline ServiceDescription description()
{
    ServiceDescription made;
    made.name = text("Name");
    made.description = text("Description");
    made.benefit = text("Benefit");
    made.service_types = {"job_coaching"};
    made.qualifications = {"coach"};
    made.accessibility = {"step_free"};
    return made;
}

inline OfferTerms offer()
{
    OfferTerms made;
    made.places = {{"297", "Invented street 1"}};
    made.languages = {"fi"};
    made.delivery_modes = {"on_site"};
    made.capacity = 10;
    made.start_within_days = 14;
    made.duration = {30, 180};
    made.prices = {{"start", Money::euros(300)},
                   {"month", Money::euros(200)},
                   {"job", Money::euros(400)},
                   {"kept_6", Money::euros(200)}};
    made.accepts_no_volume_guarantee = true;
    return made;
}

inline ProviderFacts provider()
{
    ProviderFacts made;
    made.legal_form = "association";
    made.is_accepted = true;
    made.evidence = {{"tax", {day(2026, 1, 1), day(2027, 1, 1)}}};
    return made;
}

} // namespace kori::samples
