// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_WAKEUP_P_H
#define QCONDUCTOR_WAKEUP_P_H

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>

#include <utility>

namespace QConductor {

// Has its receiver come back to what there may be to do, by one event at a time. Whoever calls what may run an event loop
// asks for it before.
class WakeUp
{
public:
    static constexpr QEvent::Type eventType = QEvent::User;

    explicit WakeUp(QObject *receiver) : m_receiver(receiver) { }

    void post()
    {
        if (Q_UNLIKELY(!std::exchange(m_isPosted, true)))
            QCoreApplication::postEvent(m_receiver, new QEvent(eventType));
    }
    void postAnew() // where there is one, or where it went with a former QCoreApplication
    {
        QCoreApplication::removePostedEvents(m_receiver, eventType);
        m_isPosted = false;
        post();
    }
    void received() { m_isPosted = false; }
    bool isPosted() const { return m_isPosted; }

private:
    QObject *m_receiver;
    bool m_isPosted = false;
};

} // namespace QConductor

#endif
