// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_RUNNING_PROGRESS_P_H
#define QCONDUCTOR_RUNNING_PROGRESS_P_H

#include "running/graphrunner_p.h"

namespace QConductor {

// Computes how far the conductor and each of its jobs have come, from what has arrived and from what hooks tell of
// themselves. What a job tells goes to its future.
class Progress
{
public:
    explicit Progress(GraphRunner &runner) : m_runner(runner) { }

    void setLeftDown(int count) { m_leftDown = count; } // number of components that the last setup was not to begin
    void look();                                        // at what has happened since the last call
    qreal value(bool isActive) const; // from 0 to 1; whether the conductor is active
    QString text() const { return m_text; }             // empty while nothing comes up
    bool takeNewText();                                 // whether it is another one than at the last call
    bool takeNewValue(bool isActive);

private:
    int valueOf(const Job &job) const;
    void note(Job &job, const QString &text);
    void noteHook(Job &job, const HookRunner::Progress &progress);

    GraphRunner &m_runner;
    int m_leftDown = 0;
    QString m_text;
    QString m_toldText;
    qreal m_toldValue = 0;
};

} // namespace QConductor

#endif
