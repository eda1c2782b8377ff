// A competition up to its deadline: drafted, sent to everybody admitted, asked about, and the tenders that
// arrive sealed. What happens from the opening on stands elsewhere.
#pragma once

namespace kori::competitions
{
} // namespace kori::competitions
