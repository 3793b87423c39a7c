// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_SLOWWORK_H
#define SHOP_SLOWWORK_H

#include <QtCore/qfuturewatcher.h>
#include <QtCore/qpromise.h>
#include <QtCore/qtimer.h>

namespace Shop {

// Stands for work that takes a while. The future of start() or fail() ends when the duration is over, or at once when
// it is canceled. There is one such future at a time.
class SlowWork : public QObject
{
    Q_OBJECT

public:
    explicit SlowWork(int milliseconds);

    int duration() const { return m_timer.interval(); }
    void setDuration(int milliseconds) { m_timer.setInterval(milliseconds); } // restarts the time of running work

    QFuture<void> start();
    QFuture<void> fail(const QString &message); // the future ends with an Error of that message

private:
    void end();

    QTimer m_timer;
    QString m_message;
    QPromise<void> m_promise;
    QFutureWatcher<void> m_watcher;
};

} // namespace Shop

#endif
