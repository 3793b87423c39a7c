// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_GATEWAY_P_H
#define QCONDUCTOR_GATEWAY_P_H

#include "async/wakeup_p.h"
#include "component_p.h"
#include "interposer_p.h"

#include <QtCore/qpointer.h>
#include <QtCore/qset.h>

#include <deque>
#include <functional>
#include <utility>

namespace QConductor {

// The only way from the library to application code: to hooks, constructors, factories, destructors, getters, setters,
// policies, and slots. No other file calls any of these, apart from setters of the conductor and of components, which emit the
// signal of their property when they have nothing else to do.
//
// Application code may do anything: call the conductor, destroy it, or run an event loop. So the engine's next wake-up is posted
// before each call, and whoever calls has brought everything in order, and holds what it uses afterwards. Where a change can't
// be complete before something is to be told, a Change holds the signals back.
//
// A gateway belongs to a conductor. It outlives the conductor if somebody still holds it.
class Gateway
{
    Q_DISABLE_COPY_MOVE(Gateway)

public:
    // A change that isn't complete. Signals wait until the last Change ends, and are emitted then, in order.
    class Change
    {
        Q_DISABLE_COPY_MOVE(Change)

    public:
        explicit Change(Gateway &gateway) : m_gateway(gateway)
        {
            ++gateway.m_changes;
            ++gateway.m_detours;
        }
        ~Change()
        {
            --m_gateway.m_changes;
            --m_gateway.m_detours;
            m_gateway.deliver();
        }

    private:
        Gateway &m_gateway;
    };

    Gateway();
    void setWakeUp(WakeUp *wakeUp) { m_wakeUp = wakeUp; } // of the engine
    void dropWakeUp(const WakeUp *wakeUp)                 // unless another engine has set its own
    {
        if (m_wakeUp == wakeUp)
            m_wakeUp = nullptr;
    }
    void setInterposer(Interposer *interposer) // for tests: it calls the hooks, and is told each state
    {
        m_detours += int(bool(interposer)) - int(bool(m_interposer));
        m_interposer = interposer;
    }

    // Whether application code may have run since the last look at the clock, so that a hook which begins now has to look
    // again. It is noted where such code is called, and at the end of each turn of the engine: a hook that ends in a nested
    // event loop takes the note back.
    bool hasTakenTime() const { return m_hasTakenTime; }
    void noteTimeTaken() { m_hasTakenTime = true; }
    void noteLook() { m_hasTakenTime = false; }

    QFuture<void> callHook(Component *component, Phase phase)
    {
        post();
        noteTimeTaken();
        return Q_UNLIKELY(m_interposer) ? m_interposer->call(component, phase)
                                        : ComponentPrivate::call(component, phase);
    }
    QFuture<bool> callShutdownRequest(Component *component, ShutdownReason reason)
    {
        post();
        return ComponentPrivate::callShutdownRequest(component, reason);
    }
    // Reads a dependency. An exception of the getter becomes an Error that names the property.
    static Component *read(Component *component, const ComponentType::Property &property)
    {
        return static_cast<Component *>(readAny(component, property));
    }
    static QObject *readAny(Component *component, const ComponentType::Property &property) // also one of an object
    {
        QObject *owner = component;
        if (Q_UNLIKELY(property.isOfObject)) {
            owner = ComponentPrivate::objectOf(component);
            if (!owner)
                return nullptr;
        }
        try {
            return property.pointer.read(owner);
        } catch (...) {
            throwReadError(component, property.key());
        }
    }
    static void write(Component *component, const ComponentType::Property &property, QObject *value);
    static QList<QObject *> readList(Component *component, const ComponentType::Property &property);
    static void writeList(Component *component, const ComponentType::Property &property,
                          const QList<QObject *> &values);
    // The property is given by its key.
    static bool setToNull(Component *component, int key, const QObject *value); // if that was its value
    static void setIfNull(Component *component, int key, QObject *value);
    static void removeElements(Component *component, int key, const QSet<const QObject *> &values); // from a list
    static void destroy(QObject *object);
    template <class Function> auto call(Function function) // a constructor, a factory or a policy
    {
        post();
        return function();
    }

    // Emits the signal, at once or when the last Change ends, unless the sender has been destroyed by then.
    template <class Sender, class... Parameters, class... Arguments>
    void tell(Sender *sender, void (Sender::*signal)(Parameters...), const Arguments &...arguments)
    {
        const auto emitSignal = [this, sender, signal, arguments...] {
            post();
            Q_EMIT(sender->*signal)(arguments...);
        };
        if (Q_UNLIKELY(isHolding()))
            hold(sender, emitSignal);
        else
            emitSignal();
    }
    // Sets the state of the component, tells of it, and logs the transition. Without an error, errorString() becomes empty.
    void setState(Component *component, Component::State state);
    void setState(Component *component, Component::State state, const QString &error);
    // The same in two steps, so that something can be done before the state is told: changeState() returns the former state.
    Component::State changeState(Component *component, Component::State state);
    void publish(Component *component, Component::State from);
    void deliver(); // what was held back, and waits because a slot on an earlier signal runs an event loop

private:
    // Returns whether setState() of the component may run application code.
    bool isHeard(const Component *component) const
    {
        return Q_UNLIKELY(ComponentPrivate::get(component)->isHeard.loadRelaxed() || m_detours > 0
                          || m_lifecycle.isInfoEnabled());
    }
    bool isHolding() const { return m_detours > int(bool(m_interposer)); }
    void hold(QObject *sender, std::function<void()> emitSignal);
    void post() const
    {
        if (Q_LIKELY(m_wakeUp))
            m_wakeUp->post();
    }
    void tellState(Component *component, Component::State from, Component::State to) const;
    Q_DECL_COLD_FUNCTION void clearError(Component *component, Component::State state);
    Q_DECL_COLD_FUNCTION void publishToMore(Component *component, Component::State from);
    [[noreturn]] Q_DECL_COLD_FUNCTION static void throwReadError(const Component *component, int key);
    Q_DECL_COLD_FUNCTION static void log(const Component *component);

    struct Notice // a signal that is held back
    {
        QPointer<QObject> sender;
        std::function<void()> emitSignal;
    };

    const QLoggingCategory &m_lifecycle; // its function would be called for each transition
    WakeUp *m_wakeUp = nullptr;
    Interposer *m_interposer = nullptr;
    int m_changes = 0; // number of Changes that exist
    int m_detours = 0; // number of these, of notices, and of interposers; 0: a state is told in the shortest way
    bool m_hasTakenTime = false;
    std::deque<Notice> m_notices;
};

} // namespace QConductor

#endif
