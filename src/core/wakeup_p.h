// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_WAKEUP_P_H
#define QCONDUCTOR_WAKEUP_P_H

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>

#include <utility>

namespace QConductor {

// Has its receiver come back to what there may be to do, by one event at a time. Whoever calls what may run an event loop
// asks for it before; nearly always it is posted already.
class WakeUp
{
    Q_DISABLE_COPY_MOVE(WakeUp)

public:
    static constexpr QEvent::Type eventType = QEvent::User;

    explicit WakeUp(QObject *receiver) : m_receiver(receiver) { }
    ~WakeUp() { QCoreApplication::removePostedEvents(m_receiver, eventType); }

    void post()
    {
        if (Q_UNLIKELY(!m_posted))
            QCoreApplication::postEvent(m_receiver, m_posted = new Event(this));
    }
    bool isPosted() const { return m_posted; }
    void received()
    {
        if (m_posted)
            m_posted->leave();
    }

private:
    class Event : public QEvent // that tells when it is destroyed unreceived, as by an application that ends
    {
    public:
        explicit Event(WakeUp *wakeUp) : QEvent(eventType), m_wakeUp(wakeUp) { }
        ~Event() override { leave(); }
        void leave()
        {
            if (WakeUp *wakeUp = std::exchange(m_wakeUp, nullptr))
                wakeUp->m_posted = nullptr;
        }

    private:
        Q_DISABLE_COPY_MOVE(Event)
        WakeUp *m_wakeUp;
    };

    QObject *m_receiver;
    Event *m_posted = nullptr;
};

} // namespace QConductor

#endif
