// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "restartcheck_p.h"

#include "leftovers_p.h"
#include "testaccess_p.h"

#include <QtCore/qmetaobject.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace QConductor::Test {

namespace {

template <class State> QString nameOf(State state)
{
    return QString::fromLatin1(QMetaEnum::fromType<State>().valueToKey(int(state)));
}

// Returns the component and what requires it: those are restarted with it.
QSet<const Component *> withDependents(Component *component)
{
    QSet<const Component *> part;
    QList<Component *> pending;
    if (component)
        pending += component;
    while (!pending.isEmpty()) {
        const Component *next = pending.takeLast();
        if (part.contains(next))
            continue;
        part.insert(next);
        const auto dependents = next->dependents();
        std::copy_if(dependents.begin(), dependents.end(), std::back_inserter(pending),
                     [next](const Component *dependent) { return TestAccess::isRequired(next, dependent); });
    }
    return part;
}

// Returns whether the text names the component that has failed, by its class or by the name that a person reads.
bool isNamed(const QString &text, const Failure &failure)
{
    return text.contains(failure.component.section(QStringLiteral("::"), -1))
           || (!failure.displayName.isEmpty() && text.contains(failure.displayName));
}

} // namespace

RestartCheck::RestartCheck(const QString &id, const Recorder *recorder, Recorder::Complain complain, Cause cause)
    : m_id(id),
      m_recorder(recorder),
      m_complain(std::move(complain)),
      m_cause(cause),
      m_before(recorder->entries()),
      m_softHolders(m_before),
      m_restartCount(target() ? target()->restartCount() : 0),
      m_part(withDependents(target()))
{ }

Component *RestartCheck::target() const
{
    const auto isTarget = [this](const Recorder::Entry &entry) { return entry.id == m_id; };
    const auto entry = std::find_if(m_before.cbegin(), m_before.cend(), isTarget);
    return entry == m_before.cend() ? nullptr : entry->component.data();
}

QString RestartCheck::title() const
{
    return (m_cause == Cause::Restart ? QStringLiteral("the restart of %1") : QStringLiteral("the failure of %1"))
            .arg(m_id);
}

// A component that was not Active when the restart began is one that a hook has added, or moves by a call of its own.
bool RestartCheck::isActiveBefore(qsizetype index) const
{
    return m_before.at(index).component && m_before.at(index).state == Component::State::Active;
}

void RestartCheck::componentChanged(const Component *component)
{
    if (!m_isActive || m_part.contains(component) || m_touched.contains(component))
        return;
    m_touched.insert(component); // told once, with the first state
    for (qsizetype i = 0; i < m_before.size(); ++i) {
        if (m_before.at(i).component == component && isActiveBefore(i))
            m_complain(rule(), QStringLiteral("in %1, %2 became %3, although it does not need %4")
                                       .arg(title(), m_before.at(i).id, nameOf(component->state()), m_id));
    }
}

void RestartCheck::conductorChanged(Conductor::State state)
{
    if (state != Conductor::State::Active && std::exchange(m_isActive, false))
        m_complain(rule(), QStringLiteral("in %1, the conductor did not stay Active, and became %2%3")
                                   .arg(title(), nameOf(state), m_recorder->currentHook()));
}

void RestartCheck::checkSuccess(const Outcome &outcome) const
{
    if (!m_isActive)
        return;
    if (!outcome.isSuccess())
        return m_complain("R36", QStringLiteral("%1, while what it needs stayed Active, did not succeed: %2")
                                         .arg(title(), outcome.text()));
    const Expected again { 1, 1, Component::State::Active };
    checkMoves("R36", again, again);
}

void RestartCheck::checkFailure(const Outcome &outcome) const
{
    if (!m_isActive)
        return;
    if (!outcome.isSetupError)
        return m_complain("R37", QStringLiteral("although %1 failed in its second setup, %2 did not fail with a "
                                                "SetupError: %3")
                                         .arg(m_id, title(), outcome.text()));
    checkMoves("R37", { 1, 1, Component::State::Failed }, { 1, 0, Component::State::Inactive });
    checkErrorStrings("R37", outcome.failures);
}

void RestartCheck::checkStaysFailed(const Conductor &conductor) const
{
    if (!m_isActive)
        return;
    checkMoves("R44", { 1, 0, Component::State::Failed }, { 1, 0, Component::State::Inactive });
    if (!conductor.isDegraded())
        m_complain("R44", QStringLiteral("after %1, the conductor is not degraded").arg(title()));
    const QList<Failure> failures = conductor.failures();
    const auto isOfTarget = [this](const Failure &failure) {
        return failure.component == m_id.section(QLatin1Char('#'), 0, 0) && failure.phase == Phase::Running;
    };
    if (std::none_of(failures.cbegin(), failures.cend(), isOfTarget))
        m_complain("R44", QStringLiteral("after %1, failures() does not list it").arg(title()));
    checkErrorStrings("R44", failures);
    m_softHolders.checkLetGo(m_part, m_complain);
}

void RestartCheck::checkRecovery(const Conductor &conductor) const
{
    if (!m_isActive || !target())
        return;
    if (!target()->isActive())
        return m_complain("R45", QStringLiteral("after %1, its restart policy did not set it up again: %2")
                                         .arg(title(), target()->errorString()));
    const int tries = target()->restartCount() - m_restartCount;
    checkMoves("R45", { 1, tries, Component::State::Active }, { 1, 1, Component::State::Active });
    if (conductor.isDegraded())
        m_complain("R44", QStringLiteral("after %1 and its restart, the conductor is still degraded").arg(title()));
    m_softHolders.checkHeldAgain(m_complain);
}

// Checks that the target and what needs it did what is expected, and everything else nothing.
void RestartCheck::checkMoves(const char *rule, const Expected &ofTarget, const Expected &ofDependents) const
{
    for (qsizetype i = 0; i < m_before.size(); ++i) {
        const Recorder::Entry &entry = m_before.at(i);
        if (!isActiveBefore(i) || m_touched.contains(entry.component))
            continue;
        if (!m_part.contains(entry.component))
            checkMove(this->rule(), i, { 0, 0, Component::State::Active });
        else
            checkMove(rule, i, entry.id == m_id ? ofTarget : ofDependents);
    }
}

void RestartCheck::checkMove(const char *rule, qsizetype index, const Expected &expected) const
{
    const Recorder::Entry &before = m_before.at(index);
    const Recorder::Entry &now = m_recorder->entries().at(index);
    const auto hook = [&now](Phase phase) { return QStringLiteral("%1 of %2").arg(hookName(phase), now.id); };
    checkCount(rule, hook(Phase::Shutdown), now.shutdowns - before.shutdowns, expected.shutdowns);
    checkCount(rule, hook(Phase::Setup), now.setups - before.setups, expected.setups);
    const Component::State state = now.component->state();
    if (state != expected.state)
        m_complain(rule, QStringLiteral("after %1, %2 is %3, and not %4")
                                 .arg(title(), now.id, nameOf(state), nameOf(expected.state)));
}

void RestartCheck::checkCount(const char *rule, const QString &hook, int count, int expected) const
{
    if (count != expected)
        m_complain(rule, QStringLiteral("in %1, %2 was called %3 times, and not %4")
                                 .arg(title(), hook)
                                 .arg(count)
                                 .arg(expected));
}

// Checks that what needs the target says why it was not set up again.
void RestartCheck::checkErrorStrings(const char *rule, const QList<Failure> &failures) const
{
    for (const Recorder::Entry &entry : m_before) {
        if (!entry.component || entry.id == m_id || !m_part.contains(entry.component))
            continue;
        const QString text = entry.component->errorString();
        const auto isIn = [&text](const Failure &failure) { return isNamed(text, failure); };
        if (std::none_of(failures.cbegin(), failures.cend(), isIn))
            m_complain(rule,
                       QStringLiteral("errorString() of %1 does not name %2, which it needs and which failed%3: \"%4\"")
                               .arg(entry.id, m_id,
                                    m_cause == Cause::Restart ? QStringLiteral(" in its restart") : QString(), text));
    }
}

} // namespace QConductor::Test
