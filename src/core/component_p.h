// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_COMPONENT_P_H
#define QCONDUCTOR_COMPONENT_P_H

#include "component.h"
#include "componenthost_p.h"
#include "error.h"
#include "meta/componenttype_p.h"

#include <memory>

namespace QConductor {

QString stateName(Component::State state);

// A hook that has not finished. It may be one that the conductor waits for no longer, or one of a former conductor.
class UnfinishedHook
{
public:
    virtual void componentDestroyed() = 0;

protected:
    ~UnfinishedHook() = default;
};

// The data of a component, grouped by who writes it. Anybody in the library may read it.
class ComponentPrivate
{
public:
    static ComponentPrivate *get(const Component *component) { return component->d.get(); }
    static const QMetaObject *typeOf(const Component *component); // as its author wrote it, also in the destructor
    static QString nameOf(const Component *component);            // as messages show it
    static bool isActive(const Component *component) { return get(component)->state == Component::State::Active; }

    // What the component's class declares. The reference is valid until the component is destroyed or gets another class.
    static const ComponentType &classOf(const Component *component)
    {
        auto &known = get(component)->componentType;
        const QMetaObject *type = component->metaObject();
        if (Q_UNLIKELY(!known || known->metaObject() != type))
            known = ComponentType::of(type);
        return *known;
    }
    // The same as the last classOf() of this component, without a check whether its class is still that one.
    static const ComponentType &lastClassOf(const Component *component) { return *get(component)->componentType; }

    static QFuture<void> call(Component *component, Phase phase)
    {
        return phase == Phase::Setup ? component->onSetup() : component->onShutdown();
    }
    // Emits stateChanged() and logs the transition. Without an error, errorString() becomes empty.
    static void setState(Component *component, Component::State state);
    static void setState(Component *component, Component::State state, const QString &error);

    void leaveConductor(); // the conductor is being destroyed

    // Set by the application, in milliseconds; -1: what the conductor says.
    int setupTimeout = -1;
    int shutdownTimeout = -1;

    // Written by this class alone.
    Component::State state = Component::State::Inactive;
    bool isBeingDestroyed = false;
    std::unique_ptr<const QString> errorString;         // nullptr: empty, as it nearly always is
    mutable const QLoggingCategory *logger = nullptr;   // found by the first call of Component::logger()
    std::shared_ptr<const ComponentType> componentType; // found by the first call of classOf()

    struct Membership // written by Members and Registry: the place of the component in its conductor
    {
        ComponentHost *host = nullptr;     // nullptr: it belongs to no conductor
        const QMetaObject *type = nullptr; // as its author wrote it
        int index = -1;                    // among the conductor's components
        int root = -1;                     // among those that were added; -1: it was found by a setup
        int discovery = 0;                 // number of the discovery that met it last
        bool isOwned = false;              // by the conductor
    } membership;

    struct Running // written by the classes of the folder running, and callsOnStack by those that call a hook's parts
    {
        UnfinishedHook *hook = nullptr; // of either phase; nullptr: none
        int node = -1;                  // in the conductor's graph
        int setupMs = -1;               // how long the last onSetup() took, in milliseconds; -1: there was none
        bool hasBegun = false;          // onSetup() was called and did not fail: onShutdown() is due
        bool holdsDependencies = false; // its dependencies must stay set up
        int callsOnStack = 0;           // number of calls into the work of a hook that has returned its future already
    } running;

private:
    void publish(Component *component, Component::State from) const;
    Q_DECL_COLD_FUNCTION void log(const QLoggingCategory &category) const;
};

} // namespace QConductor

#endif
