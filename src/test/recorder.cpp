// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "recorder_p.h"

#include "dependency.h"
#include "leftovers_p.h"
#include "service.h"
#include "testaccess_p.h"

#include <QtCore/qmetaobject.h>
#include <QtCore/qthreadpool.h>

#include <algorithm>

namespace QConductor::Test {

Recorder::Recorder(Complain complain)
    : m_complain(std::move(complain))
{
}

void Recorder::beginRound()
{
    m_isStopped = m_isRestarted = false;
    for (Entry &entry : m_entries) {
        entry.setups = entry.shutdowns = 0;
        entry.isDue = false;
    }
}

void Recorder::hookCalled(Component *component, Phase phase)
{
    const int index = indexOf(component);
    Entry &entry = m_entries[index];
    if (!entry.hook.isFinished())
        m_complain("R17", QStringLiteral("%1 of %2 was called before the future of its earlier hook had finished")
                                  .arg(hookName(phase), entry.id));
    phase == Phase::Setup ? setupCalled(entry) : shutdownCalled(entry);
    m_calls.append({ index, phase, QThreadPool::globalInstance()->activeThreadCount() });
}

void Recorder::setupCalled(Entry &entry)
{
    if (m_isStopped)
        m_complain("R15", QStringLiteral("onSetup() of %1 was called after setup had failed or been canceled")
                                  .arg(entry.id));
    const bool isTriedAgain = entry.component->restartPolicy() != Component::RestartPolicy::Never;
    if (++entry.setups > 1 && !m_isRestarted && !isTriedAgain)
        m_complain("R18", QStringLiteral("onSetup() of %1 was called twice in one setup").arg(entry.id));
    entry.isDue = true;
    const QString id = entry.id; // a copy, because idOf() may append an entry and so move all of them
    const auto dependencies = entry.component->dependencies();
    for (Component *dependency : dependencies) {
        if (!dependency->isActive())
            m_complain("R5", QStringLiteral("onSetup() of %1 was called before its dependency %2 was Active")
                                     .arg(id, idOf(dependency)));
    }
}

void Recorder::shutdownCalled(Entry &entry)
{
    if (!std::exchange(entry.isDue, false))
        m_complain("R15", QStringLiteral("onShutdown() of %1 was called without a setup to undo").arg(entry.id));
    ++entry.shutdowns;
    const QString id = entry.id; // a copy, because idOf() may append an entry and so move all of them
    const auto dependents = entry.component->dependents();
    for (Component *dependent : dependents) {
        if (dependent->isActive() || dependent->state() == Component::State::ShuttingDown)
            m_complain("R10", QStringLiteral("onShutdown() of %1 was called before its dependent %2 was shut down")
                                      .arg(id, idOf(dependent)));
    }
}

void Recorder::hookReturned(const QFuture<void> &future)
{
    const Call call = m_calls.takeLast();
    Entry &entry = m_entries[call.index];
    entry.hook = future;
    if (QThreadPool::globalInstance()->activeThreadCount() > call.busyThreads) {
        QStringList &list = future.isFinished() ? m_suspects : m_lesserSuspects;
        const QString hook = QStringLiteral("%1 of %2").arg(hookName(call.phase), entry.id);
        if (!list.contains(hook))
            list += hook;
    }
}

QString Recorder::currentHook() const
{
    if (m_calls.isEmpty())
        return {};
    const Call &call = m_calls.last();
    return QStringLiteral(", inside %1 of %2").arg(hookName(call.phase), m_entries.at(call.index).id);
}

QStringList Recorder::suspects() const
{
    return m_suspects.isEmpty() ? m_lesserSuspects : m_suspects;
}

void Recorder::stateChanged(Component *component)
{
    Entry &entry = m_entries[indexOf(component)];
    entry.state = component->state();
    if (entry.state == Component::State::Failed) {
        entry.isDue = false;
        if (!mayFail(component))
            m_isStopped = !m_isRestarted;
    }
}

bool Recorder::mayFail(const Component *component)
{
    return !component->isEssential() || component->startMode() != Component::StartMode::Automatic
           || component->restartPolicy() != Component::RestartPolicy::Never;
}

void Recorder::close()
{
    m_isClosed = true;
    m_indexes.clear();
}

int Recorder::indexOf(Component *component)
{
    const auto known = m_indexes.constFind(component);
    if (known != m_indexes.cend())
        return *known;
    Entry entry;
    entry.name = entry.id = TestAccess::nameOf(component);
    entry.component = component;
    entry.isOwned = TestAccess::isOwned(component);
    entry.isService = qobject_cast<Service *>(component);
    const auto isNamesake = [&entry](const Entry &other) { return other.component && other.name == entry.name; };
    if (const auto count = std::count_if(m_entries.cbegin(), m_entries.cend(), isNamesake))
        entry.id += QStringLiteral("#%1").arg(count + 1);
    const int index = int(m_entries.size());
    m_entries.append(entry);
    m_indexes.insert(component, index);
    connect(component, &QObject::destroyed, this, [this, index, component] {
        m_indexes.remove(component);
        destroyed(index);
        lookForHolders(component, m_entries.at(index).id);
    });
    return index;
}

void Recorder::destroyed(int index)
{
    const Entry &entry = m_entries.at(index);
    const bool isIdle = entry.state == Component::State::Inactive || entry.state == Component::State::Failed;
    if (m_isClosed || isIdle || m_doomed == entry.id)
        return;
    const auto state = QMetaEnum::fromType<Component::State>().valueToKey(int(entry.state));
    m_complain("R19", QStringLiteral("%1 was destroyed while it was %2%3")
                              .arg(entry.id, QString::fromLatin1(state), currentHook()));
}

// Complains of each dependency property that still points to the component that the fault has destroyed: the next setup
// would follow the pointer.
void Recorder::lookForHolders(const QObject *gone, const QString &id)
{
    if (m_doomed != id)
        return;
    for (const Entry &entry : std::as_const(m_entries)) {
        const QMetaObject *type = entry.component ? entry.component->metaObject() : &Component::staticMetaObject;
        for (const Dependency &dependency : dependenciesOf(*type)) {
            const QVariant value = type->property(type->indexOfProperty(dependency.name)).read(entry.component);
            if (*static_cast<QObject *const *>(value.constData()) == gone) // compares only: the object has gone
                m_complain("R19", QStringLiteral("%1.%2 still points to %3, which was destroyed: its setter has to "
                                                "accept null")
                                          .arg(entry.id, QString::fromUtf8(dependency.name), id));
        }
    }
}

} // namespace QConductor::Test
