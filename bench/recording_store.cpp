#include "bench/recording_store.hpp"

#include <utility>

namespace kori::bench
{
namespace
{

// The port offers no change with a list of values; a member pointer reaches the one behind it.
struct Door : Transaction
{
    static std::int64_t change(Transaction& tx, std::string_view sql, std::span<const SqlValue> values)
    {
        return (tx.*(&Door::run_change))(sql, values);
    }
};

class RecordingTransaction : public Transaction
{
public:
    RecordingTransaction(Transaction& inner, Recorded& recorded, Job& job)
        : inner_{inner}, recorded_{recorded}, job_{job}
    {
    }
    void mark(std::string key) override { inner_.mark(std::move(key)); }
    // What follows belongs to the commit, not to the job.
    void enter_commit() { is_commit_ = true; }

protected:
    Rows run_query(std::string_view sql, std::span<const SqlValue> values) override
    {
        note(CallKind::query, sql, values);
        return inner_.query_values(sql, values);
    }
    std::int64_t run_change(std::string_view sql, std::span<const SqlValue> values) override
    {
        note(CallKind::change, sql, values);
        return Door::change(inner_, sql, values);
    }
    void run_post(std::string_view sql, std::span<const SqlValue> values) override
    {
        note(CallKind::post, sql, values);
        inner_.post_values(sql, values);
    }

private:
    void note(CallKind kind, std::string_view sql, std::span<const SqlValue> values)
    {
        Call call;
        call.kind = kind;
        call.once_per_commit =
            is_commit_ && (kind == CallKind::query || sql.find("journal.add_head") != std::string_view::npos);
        call.statement = recorded_.place_of(sql);
        for (const auto& value : values)
            call.values.push_back(value.content());
        job_.push_back(std::move(call));
    }

    Transaction& inner_;
    Recorded& recorded_;
    Job& job_;
    bool is_commit_ = false;
};

} // namespace

void RecordingStore::write(WriteJob job)
{
    job.run = [this, run = std::move(job.run)](Transaction& tx)
    {
        Job noted;
        RecordingTransaction recording{tx, recorded_, noted};
        const auto verdict = run(recording);
        if (verdict == Verdict::keep)
        {
            recording.enter_commit();
            before_commit_(recording);
        }
        recorded_.jobs.push_back(std::move(noted));
        return verdict;
    };
    inner_.write(std::move(job));
}

void RecordingStore::read(const std::function<void(Transaction&)>& job)
{
    inner_.read(
        [&](Transaction& tx)
        {
            Job noted;
            RecordingTransaction recording{tx, recorded_, noted};
            job(recording);
            recorded_.jobs.push_back(std::move(noted));
        });
}

} // namespace kori::bench
