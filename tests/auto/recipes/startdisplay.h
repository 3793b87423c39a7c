// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_STARTDISPLAY_H
#define QCONDUCTOR_TESTS_STARTDISPLAY_H

#include <QConductor/Conductor>

#include <QtCore/qfuturewatcher.h>

namespace Recipes {

//! [progress]
class StartDisplay : public QObject
{
    Q_OBJECT

public:
    QStringList lines;

    void follow(QConductor::Conductor &conductor)
    {
        connect(&m_setup, &QFutureWatcherBase::progressTextChanged, this, &StartDisplay::show);
        m_setup.setFuture(conductor.setup());
    }

private:
    void show(const QString &text) // as in "SearchIndex: Reading texts"
    {
        const int range = m_setup.progressMaximum() - m_setup.progressMinimum();
        const int percent = range > 0 ? 100 * m_setup.progressValue() / range : 0;
        lines += tr("%1 (%2 %)").arg(text).arg(percent);
    }

    QFutureWatcher<void> m_setup;
};
//! [progress]

} // namespace Recipes

#endif
