// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_COMPONENT_P_H
#define QCONDUCTOR_COMPONENT_P_H

#include "component.h"
#include "error.h"

#include <memory>

namespace QConductor {

class ComponentType;
class PendingHook;

QString stateName(Component::State state);

class ComponentPrivate
{
public:
    static ComponentPrivate *get(const Component *component) { return component->d.get(); }
    static const QMetaObject *typeOf(const Component *component); // as its author wrote it, to its end
    static QString nameOf(const Component *component); // as messages show it
    static bool isActive(const Component *component) { return get(component)->state == Component::State::Active; }
    static QFuture<void> call(Component *component, Phase phase)
    {
        return phase == Phase::Setup ? component->onSetup() : component->onShutdown();
    }
    static void setState(Component *component, Component::State state); // nothing is wrong
    static void setState(Component *component, Component::State state, const QString &error);

    void leave(); // the conductor, which is being destroyed

    Conductor *conductor = nullptr;
    PendingHook *hook = nullptr; // of either phase; also one that the conductor waits for no longer
    mutable const QLoggingCategory *logger = nullptr; // found at the first use
    std::unique_ptr<const QString> errorString; // nullptr: empty, as it nearly always is
    int setupTimeout = -1;
    int shutdownTimeout = -1;
    std::shared_ptr<const ComponentType> componentType; // once it was asked for
    const QMetaObject *type = nullptr; // as its author wrote it; set when added
    int setupMs = -1; // that the last onSetup() took
    int slot = -1; // in the conductor's registry
    int root = -1; // likewise, of those that were added and not just needed
    int node = -1; // in the conductor's graph; below -1, the number of the discovery that has met it
    Component::State state = Component::State::Inactive;
    bool isOwned = false;  // by the conductor
    bool hasBegun = false; // onSetup() was called and has not failed by itself: onShutdown() is due
    bool holdsDependencies = false;
    bool isBeingDestroyed = false;

private:
    void tell(Component *component, Component::State from) const;
    Q_DECL_COLD_FUNCTION void log(const QLoggingCategory &category) const;
};

} // namespace QConductor

#endif
