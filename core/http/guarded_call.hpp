// What happens inside the transaction of a call: actor, permission, idempotency, handler, answer. The three
// fences begin here (docs/ARCHITECTURE.md); the object's and the field's are the actions' and the views'.
#pragma once

#include "core/http/environment.hpp"
#include "core/http/message.hpp"
#include "core/http/router.hpp"
#include "core/journal/journal.hpp"
#include "core/storage/store.hpp"

#include <any>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace kori::http
{

// Everything of one request that is known before its transaction.
struct Asked
{
    Request request;
    Respond respond;
    const Route* route = nullptr;
    Values path;
    Values query;
    json::Value body;
    std::optional<Refusal> unreadable; // told only after actor and permission are known
    std::any prepared;
    std::chrono::steady_clock::time_point arrived = std::chrono::steady_clock::now();
};

// What one run of the job came to; a second run starts anew.
struct Outcome
{
    Response response;
    Verdict verdict = Verdict::undo;
    std::vector<Witness> witnesses;
    std::function<void(Transaction&)> when_refused;
    std::function<void()> after_commit;
    journal::Doer doer;
    std::vector<std::string> organisations;
    Facts view_facts;
    std::string view_about;
};

// The actor and the row's permission alone: what must stop a call before any slow work.
std::optional<Refusal> first_fence(Transaction& tx, const Asked& asked, Environment& environment,
                                   Language& language);

// One run of one request inside its transaction. May be run twice.
Outcome guarded_call(Transaction& tx, const Asked& asked, Environment& environment);

} // namespace kori::http
