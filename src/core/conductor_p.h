// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_CONDUCTOR_P_H
#define QCONDUCTOR_CONDUCTOR_P_H

#include "component_p.h"
#include "conductor.h"
#include "engine_p.h"
#include "registry_p.h"

namespace QConductor {

class Interposer;
class QuitGuard;

class ConductorPrivate
{
public:
    explicit ConductorPrivate(Conductor *conductor);
    ~ConductorPrivate();
    static ConductorPrivate *get(const Conductor *conductor) { return conductor->d.get(); }

    bool isThread(const char *function) const; // is it the conductor's? warns if not
    Component *addRoot(const QMetaObject &type);
    void componentDestroyed(Component *component);
    QCONDUCTOR_EXPORT void warnOfPatches() const;
    QVariantMap configOf(const Component *component) const;
    const QLoggingCategory *loggerOf(const Component *component) const;
    Timeouts &timeouts() const { return engine->hooks()->timeouts(); }
    int exec(const char *function, const std::function<QFuture<void>()> &main);

    Conductor *q;
    std::shared_ptr<Registry> registry; // outlives the conductor while it creates a component
    std::shared_ptr<Engine> engine;
    ConfigPolicy configPolicy;
    LoggingPolicy loggingPolicy; // empty: namespaceLogging()
    Conductor::Scheduling scheduling = Conductor::Scheduling::LayerByLayer;
    std::unique_ptr<QuitGuard> quitGuard; // while shutdownOnQuit
    Interposer *interposer = nullptr; // in tests
};

} // namespace QConductor

#endif
