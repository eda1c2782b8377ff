#include "core/desk/operation_api.hpp"

#include "core/http/environment.hpp"
#include "core/journal/journal.hpp"
#include "core/observe/metrics.hpp"
#include "core/storage/store.hpp"

namespace kori::desk
{
namespace
{

using namespace http;

Result<Reply> get_health(Call&)
{
    return Reply::ok(json::Object{}.add("state", "alive"));
}

bool is_loopback(std::string_view peer)
{
    return peer.starts_with("127.") || peer == "::1";
}

// A collector or supervisor on this machine, or an operator from elsewhere.
bool runs_the_server(const Call& call)
{
    return is_loopback(call.request.peer) || call.actor.has_role(role::operator_);
}

// A database over a network may be away, and a writer that has nothing to write does not notice.
bool reads(Store& store)
{
    try
    {
        store.read([](Transaction& tx) { journal::newest_head(tx); });
        return true;
    }
    catch (const StorageError&)
    {
        return false;
    }
}

// Ready means: takes writes. A store that failed goes on reading; a human or a restart decides. What failed
// and how much waits is for who runs the server: it helps whoever attacks it.
Result<Reply> get_ready(Call& call)
{
    const bool is_reachable = reads(call.environment.store);
    const auto health = call.environment.store.health();
    const bool is_ready = is_reachable && health.takes_writes;
    json::Object view;
    view.add("state", is_ready ? "ready" : is_reachable ? "read_only" : "unreachable");
    if (runs_the_server(call))
        view.add("reason",
                 is_reachable || !health.reason.empty() ? health.reason : "The database cannot be reached.")
            .add("queue_length", health.queue_length);
    auto reply = Reply::ok(view);
    reply.status = is_ready ? 200 : 503;
    return reply;
}

Result<Reply> get_metrics(Call& call)
{
    if (!runs_the_server(call))
        return absent();
    auto& metrics = call.environment.metrics;
    const auto health = call.environment.store.health();
    metrics.gauge("kori_store_takes_writes", health.takes_writes ? 1 : 0);
    metrics.gauge("kori_store_queue_length", health.queue_length);
    metrics.gauge("kori_store_last_group_jobs", health.last_group_jobs);
    metrics.gauge("kori_store_last_sync_microseconds", health.last_sync_micros);
    metrics.gauge("kori_store_conflicts", health.conflicts);
    metrics.gauge("kori_store_reconnects", health.reconnects);
    metrics.gauge("kori_store_wal_bytes", health.wal_bytes);
    metrics.gauge("kori_store_groups", health.groups);
    metrics.gauge("kori_store_jobs", health.jobs);
    metrics.gauge("kori_store_broken_promises", health.broken_promises);
    return Reply::text("text/plain; version=0.0.4; charset=utf-8", metrics.render());
}

} // namespace

Routes operation_routes(std::shared_ptr<const std::string> document)
{
    const auto alive =
        shared(object("Health", "The process answers", {required("state", text(1, 20, "alive", "alive"))}));
    const auto ready =
        shared(object("Readiness", "May writes be sent here?",
                      {required("state", code({"ready", "read_only", "unreachable"}, "State")),
                       optional("reason", text(0, 500, "Why not; for who runs the server", "")),
                       optional("queue_length", integer(0, 1'000'000'000, "Waiting writes", 0))}));
    return {
        Route{Method::get, "/healthz", everybody, Access::process, nullptr, alive, get_health,
              "Does the process answer?"},
        Route{Method::get, "/readyz", everybody, Access::process, nullptr, ready, get_ready,
              "Does it take writes?"}
            .answering_also(503),
        Route{Method::get, "/metrics", everybody, Access::process, nullptr, nullptr, get_metrics,
              "Prometheus text"}
            .giving("text/plain"),
        Route{Method::get, "/openapi.json", everybody, Access::process, nullptr, nullptr,
              [document](Call&) -> Result<Reply>
              {
                  auto reply = Reply::text("application/json", *document);
                  reply.cache_control = "public, max-age=300";
                  return reply;
              },
              "This description, OpenAPI 3.1"},
    };
}

} // namespace kori::desk
