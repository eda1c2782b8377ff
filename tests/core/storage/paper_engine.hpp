// A database that only notes what it was asked to do.
#pragma once

#include "core/storage/commit_group.hpp"

#include <atomic>
#include <string>

namespace kori::tests
{

class PaperEngine : public GroupEngine
{
public:
    class NoTransaction : public Transaction
    {
    protected:
        Rows run_query(std::string_view, std::span<const SqlValue>) override { return {}; }
        std::int64_t run_change(std::string_view, std::span<const SqlValue>) override { return 0; }
    };

    void begin() override
    {
        trouble_ = Trouble::none;
        write("begin");
    }
    Transaction& transaction() override { return transaction_; }
    void savepoint() override { write("savepoint"); }
    void release() override { write("release"); }
    void undo() override { write("undo"); }
    bool statement_was_refused() const override { return false; }
    std::string fault() const override { return fault_; }
    void commit() override
    {
        if (answers_to_lose > 0 && answers_to_lose-- > 0)
            throw AnswerLost{"The paper was torn off."};
        write("commit");
    }
    void abandon() noexcept override { said += "abandon "; }
    Trouble trouble() const override { return trouble_; }
    void back_off(int number) noexcept override { said += "wait-" + std::to_string(number) + " "; }
    bool reconnect(bool is_patient) noexcept override
    {
        said += is_patient ? "reconnect " : "look ";
        return is_reachable;
    }
    Answer ask_what_became() noexcept override
    {
        said += "ask ";
        return became;
    }
    void between_groups() override {}
    void finish(bool is_whole) noexcept override { said += is_whole ? "finish-whole " : "finish-broken "; }

    void write(const std::string& word)
    {
        said += word + " ";
        if (word == fails_at)
            break_down();
        if (word == conflicts_at && conflicts > 0 && conflicts-- > 0)
            meet_conflict();
        if (word == loses_at && losses > 0 && losses-- > 0)
        {
            trouble_ = Trouble::connection_lost;
            throw ConnectionLost{"The paper flew away."};
        }
    }
    void meet_conflict()
    {
        trouble_ = Trouble::conflict;
        throw Conflict{"Somebody else writes here."};
    }
    void break_down()
    {
        fault_ = "The paper burns.";
        throw StorageError{fault_};
    }

    std::string said;
    std::string fails_at;
    std::string conflicts_at;
    int conflicts = 0; // how many times
    std::string loses_at;
    int losses = 0; // likewise
    std::atomic<bool> is_reachable{true};
    int answers_to_lose = 0;
    Answer became = Answer::unknown;

private:
    Trouble trouble_ = Trouble::none;
    NoTransaction transaction_;
    std::string fault_;
};

inline WriteJob job_of(Verdict verdict)
{
    return {[verdict](Transaction&) { return verdict; }, {}, {}, 1'024};
}

} // namespace kori::tests
