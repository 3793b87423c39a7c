// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_RECORDER_P_H
#define QCONDUCTOR_TEST_RECORDER_P_H

#include "component.h"
#include "error.h"

#include <QtCore/qhash.h>
#include <QtCore/qpointer.h>
#include <QtCore/qstringlist.h>

#include <functional>

namespace QConductor::Test {

// Follows the hooks, the states and the destruction of the components of one conductor, and complains of every step
// that breaks a rule. A component has an entry from the moment that the recorder first hears of it; the entry stays
// when the component is destroyed.
class Recorder : public QObject
{
    Q_OBJECT

public:
    using Complain = std::function<void(const char *rule, const QString &message)>;
    struct Entry
    {
        QString id;   // the name, and for the second component of a class "Shop::Database#2"
        QString name; // the class with its namespace
        QPointer<Component> component; // nullptr once the component has been destroyed
        Component::State state = Component::State::Inactive;
        bool isOwned = false; // whether the conductor owned the component when the entry was made
        bool isService = false;
        bool isReplaceable() const { return isOwned && !isService; } // by a later setup, after it was destroyed
        bool isDue = false;   // whether onSetup() was called and did not fail, and onShutdown() was not called since
        int setups = 0;       // number of calls of onSetup() in this round
        int shutdowns = 0;    // number of calls of onShutdown() in this round
        QFuture<void> hook;   // what the hook that was called last has returned
    };

    explicit Recorder(Complain complain);

    // A round is a setup and the shutdown or the roll-back that follows it.
    void beginRound();
    // A restart is a part of a round: in it, a hook may be called again, and a failure doesn't stop the others.
    void beginRestart() { m_isRestarted = true; }
    // From now on until the round ends, a call of onSetup() breaks a rule.
    void expectNoFurtherSetup() { m_isStopped = true; }
    // The destruction of that component, which is the fault of the case, breaks no rule.
    void expectDestructionOf(const QString &id) { m_doomed = id; }
    // From now on, no destruction breaks a rule. To be called before the conductor is destroyed.
    static bool mayFail(const Component *component); // a setup may succeed although the component fails
    void close();

    void hookCalled(Component *component, Phase phase);
    void hookReturned(const QFuture<void> &future); // the hook that was called last
    void stateChanged(Component *component);

    const QList<Entry> &entries() const { return m_entries; }
    QString idOf(Component *component) { return m_entries.at(indexOf(component)).id; }
    // Returns ", inside onSetup() of Shop::WebApi" for the hook that is on the stack, or an empty string.
    QString currentHook() const;
    // Returns the hooks that gave work to a thread, each as "onSetup() of Shop::WebApi". If there are hooks whose
    // futures had finished when they returned, these are all: the others are less likely to have left work running.
    QStringList suspects() const;

private:
    struct Call
    {
        int index; // the index of the component's entry
        Phase phase;
        int busyThreads; // number of threads of the global pool that worked when the hook was called
    };
    int indexOf(Component *component);
    void setupCalled(Entry &entry);
    void shutdownCalled(Entry &entry);
    void destroyed(int index);
    void lookForHolders(const QObject *gone, const QString &id);

    Complain m_complain;
    QList<Entry> m_entries;
    QHash<const QObject *, int> m_indexes; // for each component that exists, the index of its entry
    QList<Call> m_calls;                   // the hooks that are on the stack, innermost last
    QString m_doomed;                      // the id of the component that the fault destroys; else empty
    bool m_isStopped = false;              // whether no further onSetup() may be called in this round
    bool m_isRestarted = false;            // whether beginRestart() was called in this round
    bool m_isClosed = false;               // whether close() was called
    QStringList m_suspects;       // hooks that gave work to a thread and whose futures had finished when they returned
    QStringList m_lesserSuspects; // hooks that gave work to a thread and whose futures had not
};

} // namespace QConductor::Test

#endif
