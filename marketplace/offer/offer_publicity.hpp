// Offers as documents that somebody may ask for.
#pragma once

#include "procurement/publicity/matter.hpp"

namespace kori::offers
{

// A matter of the programme that the offer's basket hangs in; public from its first listing.
publicity::DocumentSource offer_documents();

} // namespace kori::offers
