// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_ASYNC_WAKEUP_P_H
#define QCONDUCTOR_ASYNC_WAKEUP_P_H

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qobject.h>

#include <functional>
#include <utility>

namespace QConductor {

// Calls a function from the event loop of the thread that it lives in. At most one event is posted at a time, so that
// post() may be called wherever the event loop may run before there is another chance.
class WakeUp : public QObject
{
public:
    WakeUp(std::function<void()> function, QObject *parent) : QObject(parent), m_function(std::move(function)) { }
    ~WakeUp() override { QCoreApplication::removePostedEvents(this, eventType); }

    void post()
    {
        if (Q_UNLIKELY(!m_posted))
            postEvent();
    }
    bool isPosted() const { return m_posted; }

protected:
    bool event(QEvent *event) override
    {
        if (event->type() != eventType)
            return QObject::event(event);
        if (m_posted)
            m_posted->detach();
        const auto function = m_function; // a copy, because the call may destroy this object
        function();
        return true;
    }

private:
    static constexpr QEvent::Type eventType = QEvent::User;

    // Tells its WakeUp when it is destroyed without having been delivered, as by an application that ends.
    class Event : public QEvent
    {
    public:
        explicit Event(WakeUp *wakeUp) : QEvent(eventType), m_wakeUp(wakeUp) { }
        ~Event() override { detach(); }
        void detach()
        {
            if (WakeUp *wakeUp = std::exchange(m_wakeUp, nullptr))
                wakeUp->m_posted = nullptr;
        }

    private:
        Q_DISABLE_COPY_MOVE(Event)
        WakeUp *m_wakeUp;
    };

    Q_DECL_COLD_FUNCTION void postEvent() // it isn't inlined wherever a wake-up is posted that is posted already
    {
        QCoreApplication::postEvent(this, m_posted = new Event(this));
    }

    std::function<void()> m_function;
    Event *m_posted = nullptr;
};

} // namespace QConductor

#endif
