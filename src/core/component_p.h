// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_COMPONENT_P_H
#define QCONDUCTOR_COMPONENT_P_H

#include "component.h"
#include "componenthost_p.h"
#include "error.h"
#include "meta/componenttype_p.h"

#include <QtCore/qpointer.h>

#include <memory>

namespace QConductor {

const char *stateName(Component::State state); // to be translated by Text::tr()

// A hook that has not finished. It may be one that the conductor waits for no longer, or one of a former conductor.
class UnfinishedHook
{
public:
    virtual void componentDestroyed() = 0;

protected:
    ~UnfinishedHook() = default;
};

// The object of a service. It is here because its properties are dependencies, and its class names the service.
struct ServiceObject
{
    QPointer<QObject> object;               // that is there now
    const QObject *content = nullptr;       // the last one, also when it was destroyed; it is only compared
    const QMetaObject *provided = nullptr;  // the class of the object, as its author wrote it; nullptr: there is none
    const QMetaObject *described = nullptr; // the class whose properties are dependencies; nullptr: there is none
};

// The data of a component, grouped by who writes it. Anybody in the library may read it.
class ComponentPrivate
{
public:
    static ComponentPrivate *get(const Component *component) { return component->d.get(); }
    static const QMetaObject *typeOf(const Component *component); // as its author wrote it, also in the destructor
    static QString nameOf(const Component *component); // as messages show it, with the class where that is needed
    static QString displayNameOf(const Component *component);   // as a person reads it
    static QString ownNameOf(const Component *component);       // the one that was set for it alone; may be empty
    static QString classNameOf(const Component *component);     // Shop::WebApi; of a service, the display name
    static QString nameOf(const Component *component, int key); // Shop::WebApi.database, as messages show it
    static QString propertyOf(const Component *component, int key);

    // The properties of a service that are its object's have keys of their own (ComponentType::Property::key()).
    static QObject *objectOf(const Component *component) // of a service; nullptr: there is none now
    {
        const ServiceObject *service = get(component)->extras().service;
        return Q_UNLIKELY(service) ? service->object.data() : nullptr;
    }
    static QObject *ownerOf(Component *component, int key)
    {
        return key < ComponentType::objectKeys ? component : objectOf(component);
    }
    // Returns what a property has that points to the component or, if it points to objects, to the component's object.
    static QObject *valueOf(Component *component, bool isObject)
    {
        return isObject && component ? objectOf(component) : component;
    }
    static const QObject *contentOf(const Component *component, bool isObject); // the same, to be compared only
    static bool isActive(const Component *component) { return get(component)->state == Component::State::Active; }

    // What the component's class declares. The reference is valid until the component is destroyed or gets another class.
    static const ComponentType &classOf(const Component *component)
    {
        auto &known = get(component)->componentType;
        const QMetaObject *type = component->metaObject();
        if (Q_UNLIKELY(!known || known->metaObject() != type))
            known = describe(component);
        return *known;
    }
    // The same as the last classOf() of this component, without a check whether its class is still that one.
    static const ComponentType &lastClassOf(const Component *component) { return *get(component)->componentType; }

    static QFuture<void> call(Component *component, Phase phase)
    {
        return phase == Phase::Setup ? component->onSetup() : component->onShutdown();
    }

    static QFuture<bool> callShutdownRequest(Component *component, ShutdownReason reason)
    {
        return component->onShutdownRequest(reason);
    }

    // Names further properties that may stay null. Call it before the component is added to a conductor.
    static void setOptionalDependencies(Component *component, const QList<QByteArray> &names);

    static void tellDestroyed(Component *component); // called by its destructor, and at once for a service
    void leaveConductor(); // the conductor is being destroyed
    void forgetLogger();   // the conductor's policy names it from now on

    // Rarely anything but the defaults, so it takes no memory in most components.
    struct Extras
    {
        int setupTimeout = -1; // in milliseconds; -1: the conductor's timeout holds
        int shutdownTimeout = -1;
        QString errorString;
        QString reportedFailure; // while running.isFailing
        bool isEssential = true;
        Component::StartMode startMode = Component::StartMode::Automatic;
        Component::RestartPolicy restartPolicy = Component::RestartPolicy::Never;
        int restartLimit = 3;
        int restartWindow = 60000; // in milliseconds
        int restartDelay = 100;
        int restartCount = 0;
        QList<QByteArray> optionalDependencies;   // beside those that the class names
        QList<QPointer<Component>> needed;        // is required without a property (R36)
        ServiceObject *service = nullptr;         // of a service, which owns it
        QString displayName;                      // empty: none was set
        const QLoggingCategory *logger = nullptr; // found by the first call of Component::logger()
    };
    // Changes whenever the display name of any component of the process is set.
    static int displayNames() { return s_displayNames.loadRelaxed(); }
    // Whether any component of the process has ever had another start mode than Automatic. Otherwise nobody has to look.
    static bool hasStartModes() { return s_hasStartModes.loadRelaxed(); }
    bool hasError() const { return Q_UNLIKELY(m_extras) && !m_extras->errorString.isEmpty(); }
    const Extras &extras() const { return Q_LIKELY(!m_extras) ? s_defaults : *m_extras; }
    Extras &changeExtras() { return m_extras ? *m_extras : *(m_extras = std::make_unique<Extras>()); }

private:
    std::unique_ptr<Extras> m_extras; // nullptr: the defaults

public:
    // What each transition reads comes first, so that most of it stands in one line of the processor's cache.

    // Written by Gateway, and here when the conductor is destroyed.
    Component::State state = Component::State::Inactive;
    // Written by this class alone.
    bool isBeingDestroyed = false;
    QBasicAtomicInteger<bool> isHeard = false; // something was connected to a signal, in any thread
    // Written by TestAccess alone: so many properties, the first of the meta-object, are no dependencies for now.
    quint16 ignoredProperties = 0;

    bool ignores(int property) const { return property < ignoredProperties; } // the index in the meta-object

    struct Running // written by the classes of the folder running, and callsOnStack by those that call a hook's parts
    {
        UnfinishedHook *hook = nullptr; // of either phase; nullptr: none
        int node = -1;                  // in the conductor's graph
        int setupMs = -1;               // how long the last onSetup() took, in milliseconds; -1: there was none
        bool hasBegun = false;          // onSetup() was called and did not fail: onShutdown() is due
        bool holdsDependencies = false; // they were injected, and may not be shut down before this component
        bool isImpaired = false;        // it has failed, or another one that it needs, and it has not been active since
        bool isFailing = false;         // it has reported a failure, and is still to be shut down
        bool isLeaving = false;         // its shutdown is about to begin: what doesn't require it lets it go
        bool isStopped = false;         // stop() took it down: a setup of the others leaves it down (R12)
        quint16 callsOnStack = 0;       // number of calls into the work of a hook that has returned its future already
    } running;

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

    static const QLoggingCategory &findLogger(const Component *component); // throws what the logging policy throws
    static void checkLoggingPolicy(const Component *component);            // throws an Error if the logging policy does
private:
    friend class Component;
    static std::shared_ptr<const ComponentType> describe(const Component *component);

    static const Extras s_defaults;
    static QBasicAtomicInt s_hasStartModes;
    static QBasicAtomicInt s_displayNames;
};

} // namespace QConductor

#endif
