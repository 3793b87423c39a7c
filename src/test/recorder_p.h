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

// Follows the components of one conductor, and tells of every step that breaks a rule.
class Recorder : public QObject
{
    Q_OBJECT

public:
    using Complain = std::function<void(const QString &rule, const QString &message)>;
    struct Entry
    {
        QString id; // Shop::Database#2
        QString name;
        QPointer<Component> component; // nullptr: destroyed
        Component::State state = Component::State::Inactive;
        bool isOwned = false;
        bool isDue = false; // its shutdown is
        int setups = 0;     // in this round
        int shutdowns = 0;
        QFuture<void> hook; // the last
    };

    explicit Recorder(Complain complain);

    void beginRound(); // a setup, and what becomes of it
    void stopSetup() { m_isStopped = true; } // no hook may begin any more
    void begin(Component *component, Phase phase);
    void end(const QFuture<void> &future); // what the hook that began last has returned
    void stateChanged(Component *component);
    void expectDestructionOf(const QString &id) { m_doomed = id; }
    void close(); // from now on, everything may be destroyed

    const QList<Entry> &entries() const { return m_entries; }
    QString idOf(Component *component) { return m_entries.at(indexOf(component)).id; }
    QString currentHook() const; // as in ", inside onSetup() of Shop::WebApi"; empty if there is none
    QStringList suspects() const; // the hooks that gave work to a thread

private:
    struct Call
    {
        int index;
        Phase phase;
        int busyThreads;
    };
    int indexOf(Component *component);
    void beginSetup(Entry &entry);
    void beginShutdown(Entry &entry);
    void destroyed(int index);
    void lookForHolders(const QObject *gone, const QString &id);

    Complain m_complain;
    QList<Entry> m_entries;
    QHash<const QObject *, int> m_indexes;
    QList<Call> m_calls; // on the stack
    QString m_doomed;
    bool m_isStopped = false;
    bool m_isClosed = false;
    QStringList m_suspects;       // whose hooks had ended when they returned
    QStringList m_lesserSuspects; // whose hooks had not
};

} // namespace QConductor::Test

#endif
