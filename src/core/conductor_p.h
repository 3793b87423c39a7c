// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_CONDUCTOR_P_H
#define QCONDUCTOR_CONDUCTOR_P_H

#include "componenthost_p.h"
#include "conductor.h"
#include "configpolicy_p.h"
#include "discovery/namesakes_p.h"
#include "discovery/registry_p.h"
#include "reporting/drawing_p.h"
#include "running/engine_p.h"
#include "running/shutdownrequest_p.h"

namespace QConductor {

class ApplicationRun;
class MainWindow;
class QuitGuard;
class SignalGuard;

// The data of a conductor: its registry knows what there is, its engine runs it.
class ConductorPrivate final : public ComponentHost
{
public:
    explicit ConductorPrivate(Conductor *conductor);
    ~ConductorPrivate();
    static ConductorPrivate *get(const Conductor *conductor) { return conductor->d.get(); }

    void componentDestroyed(Component *component) override;
    void objectDestroyed(Component *service, QObject *object) override;
    void addDependency(Component *dependent, Component *dependency) override;
    void failureReported(Component *component, const QString &message) override;
    QList<Component *> dependencies(const Component *component) const override;
    QList<Component *> dependents(const Component *component) const override;
    bool isNameShared(const Component *component, const QString &name) const override;
    QVariantMap configOf(const Component *component) const override;
    const QLoggingCategory *loggerOf(const Component *component) const override;
    QVariantMap configOf(const Component *component, const ConfigPolicy &policy) const;

    // Returns whether the caller is in the thread that the conductor lives in, and warns if it isn't.
    bool isCalledInThread(const char *function) const;
    QFuture<void> raise(const char *function, Job::Kind kind, Component *component = nullptr);
    QFuture<void> lower(const char *function, Job::Kind kind, Component *component = nullptr);
    Component *addRoot(const QMetaObject &type);
    bool addInstance(const char *function, Component *instance);
    Service *addService(Service *service);
    void retire(Component *service);
    bool patchObject(const QMetaObject *type, QObject *object);
    void warnOfPatches() const;
    bool shutdownAndWait(std::chrono::milliseconds limit);
    void clear();
    Drawing draw() const;
    Timeouts &timeouts() const { return engine->hooks().timeouts(); }
    int exec(const char *function, const std::function<QFuture<void>()> &main);
    void connectEngine();
    void hookHolds();
    ShutdownRequest &shutdownRequest(); // one that asks, or the next one

    std::shared_ptr<Registry>
            registry; // clear() makes another one; callers hold it, because a constructor may destroy the conductor
    std::shared_ptr<Engine> engine;           // as the registry; it lives on while hooks run
    ComponentConfigPolicy configPolicy;       // empty: there is no configuration
    std::function<FailureAction(const Error &)> failureHandler; // of serve(); empty: there is none
    LoggingPolicy loggingPolicy;              // empty: namespaceLogging()
    Conductor::Scheduling scheduling = Conductor::Scheduling::LayerByLayer;
    mutable Namesakes namesakes;
    std::unique_ptr<QuitGuard> quitGuard; // while shutdownOnQuit is true
    std::unique_ptr<SignalGuard> signalGuard; // while quitOnSignals is true
    std::unique_ptr<MainWindow> mainWindow;   // while window is set
    std::unique_ptr<ShutdownRequest> request; // since the first one was made
    ApplicationRun *run = nullptr;            // the innermost one
    bool isInDestructor = false;              // in which nothing is cleared that the destructor still closes
};

} // namespace QConductor

#endif
