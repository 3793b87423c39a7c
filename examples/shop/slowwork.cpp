// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "slowwork.h"

#include <QConductor/Error>

namespace Shop {

SlowWork::SlowWork(int milliseconds)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(milliseconds);
    connect(&m_timer, &QTimer::timeout, this, &SlowWork::end);
    connect(&m_watcher, &QFutureWatcherBase::canceled, this, &SlowWork::end);
}

QFuture<void> SlowWork::start()
{
    return fail({});
}

QFuture<void> SlowWork::fail(const QString &message)
{
    m_message = message;
    m_promise = {};
    m_promise.start();
    m_watcher.setFuture(m_promise.future());
    m_timer.start();
    return m_promise.future();
}

void SlowWork::end()
{
    m_timer.stop();
    if (!m_message.isEmpty())
        m_promise.setException(QConductor::Error(m_message));
    m_promise.finish();
}

} // namespace Shop
