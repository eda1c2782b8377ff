#include "procurement/dialogue/dialogue_store.hpp"

namespace kori::dialogues
{
namespace
{

const std::string question_columns =
    "q.id, q.programme_id, q.authority_id, q.asker_id, q.question, q.asked_us";

std::vector<ProgrammeAnswer> answers_to(Transaction& tx, ProgrammeQuestionId question)
{
    std::vector<ProgrammeAnswer> answers;
    for (const auto& row : tx.query("/* dialogues.answers_to */ /* bounded: one question */ SELECT number,"
                                    " answer_fi, answer_sv, answered_us, answered_by FROM programme_answer"
                                    " WHERE question_id = ? ORDER BY number",
                                    question))
        answers.push_back({row.integer(0), {row.text(1), row.text(2), {}}, row.instant(3), row.text(4)});
    return answers;
}

ProgrammeQuestion question_in(Transaction& tx, const Row& row)
{
    ProgrammeQuestion question{row.id<ProgrammeQuestionTag>(0),
                               row.id<ProgrammeTag>(1),
                               row.id<OrganisationTag>(2),
                               row.id<OrganisationTag>(3),
                               row.text(4),
                               row.instant(5)};
    question.answers = answers_to(tx, question.id);
    return question;
}

std::vector<ProgrammeQuestion> questions_in(Transaction& tx, const Rows& rows)
{
    std::vector<ProgrammeQuestion> result;
    for (const auto& row : rows)
        result.push_back(question_in(tx, row));
    return result;
}

std::vector<DialogueParticipant> participants_of(Transaction& tx, DialogueEntryId entry)
{
    std::vector<DialogueParticipant> result;
    for (const auto& row : tx.query("/* dialogues.participants_of */ /* bounded: one talk */ SELECT name,"
                                    " organisation_id FROM dialogue_participant WHERE entry_id = ?"
                                    " ORDER BY position",
                                    entry))
        result.push_back({row.text(0), row.optional_id<OrganisationTag>(1)});
    return result;
}

} // namespace

void insert(Transaction& tx, const ProgrammeQuestion& question)
{
    tx.change("/* dialogues.insert_question */ INSERT INTO programme_question (id, programme_id,"
              " authority_id, asker_id, question, asked_us) VALUES (?, ?, ?, ?, ?, ?)",
              question.id, question.programme, question.authority, question.asker, question.text,
              question.asked_at);
}

void insert(Transaction& tx, ProgrammeQuestionId question, const ProgrammeAnswer& answer)
{
    tx.change("/* dialogues.insert_answer */ INSERT INTO programme_answer (question_id, number, answer_fi,"
              " answer_sv, answered_us, answered_by) VALUES (?, ?, ?, ?, ?, ?)",
              question, answer.number, answer.text.fi, answer.text.sv, answer.answered_at,
              answer.answered_by);
}

std::optional<ProgrammeQuestion> find_question(Transaction& tx, ProgrammeQuestionId id)
{
    static const std::string sql = "/* dialogues.find_question */ SELECT " + question_columns +
                                   " FROM programme_question q WHERE q.id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{question_in(tx, *row)} : std::nullopt;
}

std::vector<ProgrammeQuestion> all_questions(Transaction& tx, ProgrammeId programme,
                                             std::string_view after_id, std::int64_t limit)
{
    static const std::string sql = "/* dialogues.all_questions */ SELECT " + question_columns +
                                   " FROM programme_question q WHERE q.programme_id = ? AND q.id > ?"
                                   " ORDER BY q.id LIMIT ?";
    return questions_in(tx, tx.query(sql, programme, after_id, limit));
}

std::vector<ProgrammeQuestion> public_questions(Transaction& tx, ProgrammeId programme,
                                                std::optional<OrganisationId> asker,
                                                std::string_view after_id, std::int64_t limit)
{
    // Nobody's organisation is the empty text.
    static const std::string sql =
        "/* dialogues.public_questions */ SELECT " + question_columns +
        " FROM programme_question q WHERE q.programme_id = ? AND q.id > ?"
        " AND (q.asker_id = ? OR EXISTS (SELECT a.number FROM programme_answer a WHERE a.question_id = q.id))"
        " ORDER BY q.id LIMIT ?";
    return questions_in(tx, tx.query(sql, programme, after_id, asker ? asker->text() : std::string{}, limit));
}

void insert(Transaction& tx, const DialogueEntry& entry)
{
    tx.change("/* dialogues.insert_entry */ INSERT INTO dialogue_entry (id, programme_id, number, held_on,"
              " topic_fi, topic_sv, information_fi, information_sv, recorded_us, recorded_by)"
              " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              entry.id, entry.programme, entry.number, entry.held_on, entry.topic.fi, entry.topic.sv,
              entry.information.fi, entry.information.sv, entry.recorded_at, entry.recorded_by);
    std::int64_t position = 0;
    for (const auto& participant : entry.participants)
        tx.change("/* dialogues.insert_participant */ INSERT INTO dialogue_participant (entry_id, position,"
                  " name, organisation_id) VALUES (?, ?, ?, ?)",
                  entry.id, ++position, participant.name, participant.organisation);
}

std::int64_t entries_in(Transaction& tx, ProgrammeId programme)
{
    return tx
        .query_one("/* dialogues.entries_in */ SELECT COUNT(id) FROM dialogue_entry WHERE programme_id = ?",
                   programme)
        ->integer(0);
}

std::vector<DialogueEntry> entries_of(Transaction& tx, ProgrammeId programme, std::string_view after_id,
                                      std::int64_t limit)
{
    std::vector<DialogueEntry> result;
    for (const auto& row :
         tx.query("/* dialogues.entries_of */ SELECT id, programme_id, number, held_on, topic_fi, topic_sv,"
                  " information_fi, information_sv, recorded_us, recorded_by FROM dialogue_entry"
                  " WHERE programme_id = ? AND id > ? ORDER BY id LIMIT ?",
                  programme, after_id, limit))
    {
        const auto id = row.id<DialogueEntryTag>(0);
        result.push_back({id,
                          row.id<ProgrammeTag>(1),
                          row.integer(2),
                          row.date(3),
                          {row.text(4), row.text(5), {}},
                          {row.text(6), row.text(7), {}},
                          participants_of(tx, id),
                          row.instant(8),
                          row.text(9)});
    }
    return result;
}

} // namespace kori::dialogues
