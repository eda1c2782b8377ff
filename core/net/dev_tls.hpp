// Certificates for development: an own authority and a leaf for this machine, in one folder. Trust stores
// stay untouched.
#pragma once

#include "core/base/instant.hpp"
#include "core/net/server.hpp"

#include <string>

namespace kori::net
{

struct DevelopmentTls
{
    TlsFiles files;
    std::string authority; // PEM, for `curl --cacert`
    bool is_new = false;   // the leaf was made by this call
};

// Makes what is missing: an authority (ten years, ECDSA P-256) and a leaf for localhost, 127.0.0.1 and ::1
// (397 days), again when it ends within 30 days. Private keys get mode 0600, the folder 0700. Throws
// StartRefused.
DevelopmentTls development_tls(const std::string& folder, Instant now);

} // namespace kori::net
