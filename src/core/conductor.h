// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_CONDUCTOR_H
#define QCONDUCTOR_CONDUCTOR_H

#include <QConductor/component.h>
#include <QConductor/configpolicy.h>
#include <QConductor/error.h>
#include <QConductor/loggingpolicy.h>
#include <QConductor/report.h>
#include <QConductor/service.h>

#include <chrono>
#include <functional>
#include <type_traits>

namespace QConductor {

class ConductorPrivate;

namespace Private {

template <class T> struct Identity // as a parameter, it isn't deduced from the argument
{
    using Type = T;
};

template <class Policy>
using IfTakesComponent = std::enable_if_t<
        std::is_invocable_r_v<QVariantMap, Policy, const Component &> && !std::is_convertible_v<Policy, ConfigPolicy>,
        bool>;

} // namespace Private

class QCONDUCTOR_EXPORT Conductor : public QObject
{
    Q_OBJECT
    Q_PROPERTY(State state READ state NOTIFY stateChanged FINAL)
    Q_PROPERTY(Scheduling scheduling READ scheduling WRITE setScheduling NOTIFY schedulingChanged FINAL)
    Q_PROPERTY(qreal progress READ progress NOTIFY progressChanged FINAL)
    Q_PROPERTY(QString progressText READ progressText NOTIFY progressTextChanged FINAL)
    Q_PROPERTY(QString errorString READ errorString NOTIFY stateChanged FINAL)
    Q_PROPERTY(int setupTimeout READ setupTimeout WRITE setSetupTimeout NOTIFY setupTimeoutChanged FINAL)
    Q_PROPERTY(int shutdownTimeout READ shutdownTimeout WRITE setShutdownTimeout NOTIFY shutdownTimeoutChanged FINAL)
    Q_PROPERTY(int shutdownLimit READ shutdownLimit WRITE setShutdownLimit NOTIFY shutdownLimitChanged FINAL)
    Q_PROPERTY(bool shutdownOnFailure READ shutdownOnFailure WRITE setShutdownOnFailure NOTIFY shutdownOnFailureChanged
                       FINAL)
    Q_PROPERTY(int stallThreshold READ stallThreshold WRITE setStallThreshold NOTIFY stallThresholdChanged FINAL)
    Q_PROPERTY(int slowThreshold READ slowThreshold WRITE setSlowThreshold NOTIFY slowThresholdChanged FINAL)
    Q_PROPERTY(bool degraded READ isDegraded NOTIFY degradedChanged FINAL)
    Q_PROPERTY(bool quitOnSignals READ quitOnSignals WRITE setQuitOnSignals NOTIFY quitOnSignalsChanged FINAL)
    Q_PROPERTY(QObject *window READ window WRITE setWindow NOTIFY windowChanged FINAL)
    Q_PROPERTY(bool shutdownOnQuit READ shutdownOnQuit WRITE setShutdownOnQuit NOTIFY shutdownOnQuitChanged FINAL)

public:
    enum class State { Inactive, SettingUp, Active, ShuttingDown, Failed };
    Q_ENUM(State)
    enum class Scheduling { LayerByLayer, AsReady };
    Q_ENUM(Scheduling)

    explicit Conductor(QObject *parent = nullptr);
    ~Conductor() override;

    State state() const;
    Scheduling scheduling() const;
    void setScheduling(Scheduling scheduling);
    qreal progress() const;
    QString progressText() const;
    QString errorString() const;
    int setupTimeout() const;
    void setSetupTimeout(int milliseconds);
    void setSetupTimeout(std::chrono::milliseconds timeout);
    int shutdownTimeout() const;
    void setShutdownTimeout(int milliseconds);
    void setShutdownTimeout(std::chrono::milliseconds timeout);
    int shutdownLimit() const;
    void setShutdownLimit(int milliseconds);
    void setShutdownLimit(std::chrono::milliseconds limit);
    bool shutdownOnFailure() const;
    void setShutdownOnFailure(bool enable);
    int stallThreshold() const;
    void setStallThreshold(int milliseconds);
    void setStallThreshold(std::chrono::milliseconds threshold);
    int slowThreshold() const;
    void setSlowThreshold(int milliseconds);
    void setSlowThreshold(std::chrono::milliseconds threshold);
    bool isDegraded() const;
    bool shutdownOnQuit() const;
    void setShutdownOnQuit(bool enable);
    bool quitOnSignals() const;
    void setQuitOnSignals(bool enable);
    QObject *window() const;
    void setWindow(QObject *window);

    template <class T> T *add();
    Component *add(const QMetaObject &type);
    Component *add(Component *instance);

    void addDependency(Component *dependent, Component *dependency);
    Service *service(const QString &displayName);
    Service *service(const char *displayName);
    Service *service(QObject *object);
    template <class T> Service *service(std::function<T *()> create);
    template <int = 0, class Function, std::enable_if_t<std::is_invocable_v<Function &>, int> = 0>
    Service *service(Function create);

    template <class T> void provide(std::function<T *()> factory);
    template <class T, class Replacement> void patch();
    template <class T> void patch(typename Private::Identity<T>::Type *instance);
    template <int = 0, class Instance> void patch(Instance *instance);
    void patch(const QMetaObject &type, const QMetaObject &replacement);

    template <class T> T *component() const;
    QList<Component *> components() const;
    QList<QList<Component *>> layers() const;

    QFuture<void> setup();
    QFuture<void> shutdown();
    QFuture<void> start(Component *component);
    QFuture<void> stop(Component *component);
    QFuture<void> restart(Component *component);
    QFuture<bool> requestShutdown();
    void validate() const;
    [[nodiscard]] bool validate(QString *errorString) const;
    QList<Failure> failures() const;
    Report report(Phase phase = Phase::Setup) const;
    QString toDot() const;
    QString toMermaid() const;

    bool shutdownAndWait(std::chrono::milliseconds limit);
    void clear();

    int run(const std::function<QFuture<void>()> &main);
    int serve();
    void setFailureHandler(std::function<FailureAction(const Error &error)> handler);

    void setConfigPolicy(ConfigPolicy policy);
    template <class Policy, Private::IfTakesComponent<Policy> = true> void setConfigPolicy(Policy policy);
    void setLoggingPolicy(LoggingPolicy policy);

Q_SIGNALS:
    void stateChanged(QConductor::Conductor::State state);
    void schedulingChanged(QConductor::Conductor::Scheduling scheduling);
    void progressChanged(qreal progress);
    void progressTextChanged(const QString &progressText);
    void setupTimeoutChanged(int milliseconds);
    void shutdownTimeoutChanged(int milliseconds);
    void shutdownLimitChanged(int milliseconds);
    void shutdownOnFailureChanged(bool isEnabled);
    void stallThresholdChanged(int milliseconds);
    void slowThresholdChanged(int milliseconds);
    void degradedChanged(bool isDegraded);
    void settled();
    void componentFailed(QConductor::Component *component, const QString &errorString);
    void shutdownOnQuitChanged(bool enabled);
    void quitOnSignalsChanged(bool isEnabled);
    void windowChanged(QObject *window);
    void shutdownRefused(QConductor::Component *component, const QString &message);
    void componentsChanged();
    void activated();
    void deactivated();
    void failed(const QString &errorString);

private:
    Q_DISABLE_COPY_MOVE(Conductor)
    friend class ConductorPrivate;
    using Factory = std::function<Component *()>;

    template <class T> static void checkType();
    template <class T> static Factory constructorOf();
    Component *add(const QMetaObject &type, Factory constructor);
    void provide(const QMetaObject &type, Factory factory);
    void patch(const QMetaObject &type, const QMetaObject &replacement, Factory constructor);
    void patch(const QMetaObject &type, Component *instance);
    void patchObject(const QMetaObject &type, QObject *object);
    Service *service(const QMetaObject *type, std::function<QObject *()> create);
    Component *component(const QMetaObject &type) const;
    void setComponentConfigPolicy(std::function<QVariantMap(const Component &)> policy);

    const std::unique_ptr<ConductorPrivate> d;
};

template <class T> void Conductor::checkType()
{
    static_assert(std::is_base_of_v<Component, T>, "a part of an application derives from QConductor::Component; "
                                                   "what doesn't is a service: conductor.service<T>(create)");
    static_assert(QtPrivate::HasQ_OBJECT_Macro<T>::Value, "a component is known by its meta-object: add Q_OBJECT to its class");
}

template <class T> Conductor::Factory Conductor::constructorOf()
{
    if constexpr (std::is_constructible_v<T>)
        return [] { return new T; };
    else if constexpr (std::is_constructible_v<T, QObject *>)
        return [] { return new T(nullptr); };
    else
        return {};
}

template <class T> T *Conductor::add()
{
    checkType<T>();
    if constexpr (std::is_base_of_v<Component, T>)
        return static_cast<T *>(add(T::staticMetaObject, constructorOf<T>()));
    else
        return nullptr;
}

template <class T> Service *Conductor::service(std::function<T *()> create)
{
    static_assert(!std::is_base_of_v<Component, T>, "a component needs no service: add() it");
    if constexpr (std::is_base_of_v<QObject, T>)
        return service(&T::staticMetaObject, std::function<QObject *()>(std::move(create)));
    else
        return service(nullptr, [create = std::move(create)]() -> QObject * {
            T *instance = create();
            return instance ? new Private::Held<T>(instance) : nullptr;
        });
}

template <int, class Function, std::enable_if_t<std::is_invocable_v<Function &>, int>>
Service *Conductor::service(Function)
{
    static_assert(!std::is_same_v<Function, Function>,
                  "service() has to know the class of the object: write service<Window>([] { return new Window; })");
    return nullptr;
}

template <class T> void Conductor::provide(std::function<T *()> factory)
{
    checkType<T>();
    provide(T::staticMetaObject, Factory(std::move(factory)));
}

template <class T, class Replacement> void Conductor::patch()
{
    checkType<T>();
    static_assert(std::is_base_of_v<T, Replacement>, "a replacement derives from the class that it replaces");
    patch(T::staticMetaObject, Replacement::staticMetaObject, constructorOf<Replacement>());
}

template <class T> void Conductor::patch(typename Private::Identity<T>::Type *instance)
{
    if constexpr (std::is_base_of_v<Component, T>) {
        checkType<T>();
        patch(T::staticMetaObject, static_cast<Component *>(instance));
    } else {
        static_assert(std::is_base_of_v<QObject, T>, "a patch replaces a component, or the QObject of a service");
        patchObject(T::staticMetaObject, instance);
    }
}

template <int, class Instance> void Conductor::patch(Instance *)
{
    static_assert(!std::is_same_v<Instance, Instance>,
                  "patch() has to know which class the instance replaces: write patch<Database>(&fake)");
}

template <class T> T *Conductor::component() const
{
    checkType<T>();
    if constexpr (std::is_base_of_v<Component, T>)
        return static_cast<T *>(component(T::staticMetaObject));
    else
        return nullptr;
}

template <class Policy, Private::IfTakesComponent<Policy>> void Conductor::setConfigPolicy(Policy policy)
{
    setComponentConfigPolicy(std::move(policy));
}

} // namespace QConductor

#endif
