// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_COMPONENT_H
#define QCONDUCTOR_COMPONENT_H

#include <QConductor/error.h>
#include <QConductor/global.h>

#include <QtCore/qfuture.h>
#include <QtCore/qlist.h>
#include <QtCore/qloggingcategory.h>
#include <QtCore/qobject.h>
#include <QtCore/qstring.h>
#include <QtCore/qvariant.h>

#include <chrono>
#include <memory>

namespace QConductor {

class ComponentPrivate;
class Conductor;

class QCONDUCTOR_EXPORT Component : public QObject
{
    Q_OBJECT
    Q_PROPERTY(State state READ state NOTIFY stateChanged FINAL)
    Q_PROPERTY(QString errorString READ errorString NOTIFY stateChanged FINAL)
    Q_PROPERTY(int setupTimeout READ setupTimeout WRITE setSetupTimeout NOTIFY setupTimeoutChanged FINAL)
    Q_PROPERTY(int shutdownTimeout READ shutdownTimeout WRITE setShutdownTimeout NOTIFY shutdownTimeoutChanged FINAL)
    Q_PROPERTY(bool essential READ isEssential WRITE setEssential NOTIFY essentialChanged FINAL)
    Q_PROPERTY(StartMode startMode READ startMode WRITE setStartMode NOTIFY startModeChanged FINAL)
    Q_PROPERTY(RestartPolicy restartPolicy READ restartPolicy WRITE setRestartPolicy NOTIFY restartPolicyChanged FINAL)
    Q_PROPERTY(int restartLimit READ restartLimit WRITE setRestartLimit NOTIFY restartLimitChanged FINAL)
    Q_PROPERTY(int restartWindow READ restartWindow WRITE setRestartWindow NOTIFY restartWindowChanged FINAL)
    Q_PROPERTY(int restartDelay READ restartDelay WRITE setRestartDelay NOTIFY restartDelayChanged FINAL)
    Q_PROPERTY(int restartCount READ restartCount NOTIFY restartCountChanged FINAL)
    Q_PROPERTY(QString displayName READ displayName WRITE setDisplayName NOTIFY displayNameChanged FINAL)
    Q_PROPERTY(QConductor::Conductor *conductor READ conductor NOTIFY stateChanged FINAL)
    Q_MOC_INCLUDE(<QConductor/conductor.h>)

public:
    enum class State { Inactive, Waiting, SettingUp, Active, ShuttingDown, Failed };
    Q_ENUM(State)
    enum class StartMode { Automatic, Deferred, OnDemand };
    Q_ENUM(StartMode)
    enum class RestartPolicy { Never, OnFailure };
    Q_ENUM(RestartPolicy)

    explicit Component(QObject *parent = nullptr);
    ~Component() override;

    State state() const;
    bool isActive() const;
    QString errorString() const;

    int setupTimeout() const;
    void setSetupTimeout(int milliseconds);
    void setSetupTimeout(std::chrono::milliseconds timeout);
    int shutdownTimeout() const;
    void setShutdownTimeout(int milliseconds);
    void setShutdownTimeout(std::chrono::milliseconds timeout);

    bool isEssential() const;
    void setEssential(bool isEssential);

    StartMode startMode() const;
    void setStartMode(StartMode mode);
    RestartPolicy restartPolicy() const;
    void setRestartPolicy(RestartPolicy policy);
    int restartLimit() const;
    void setRestartLimit(int count);
    int restartWindow() const;
    void setRestartWindow(int milliseconds);
    int restartDelay() const;
    void setRestartDelay(int milliseconds);
    int restartCount() const;
    QString displayName() const;
    void setDisplayName(const QString &name);

    Conductor *conductor() const;
    QList<Component *> dependencies() const;
    QList<Component *> dependents() const;

    QVariantMap config() const;
    const QLoggingCategory &logger() const;

    [[nodiscard]] static QFuture<void> done();
    [[nodiscard]] static QFuture<void> failed(const QString &message);
    Q_INVOKABLE void reportFailure(const QString &message);

Q_SIGNALS:
    void stateChanged(QConductor::Component::State state);
    void setupTimeoutChanged(int milliseconds);
    void shutdownTimeoutChanged(int milliseconds);
    void essentialChanged(bool isEssential);
    void startModeChanged(QConductor::Component::StartMode mode);
    void restartPolicyChanged(QConductor::Component::RestartPolicy policy);
    void restartLimitChanged(int count);
    void restartWindowChanged(int milliseconds);
    void restartDelayChanged(int milliseconds);
    void restartCountChanged(int count);
    void displayNameChanged(const QString &name);

protected:
    virtual QFuture<void> onSetup();
    virtual QFuture<void> onShutdown();
    virtual QFuture<bool> onShutdownRequest(QConductor::ShutdownReason reason);
    void connectNotify(const QMetaMethod &signal) override;

private:
    void objectNameReplaced();

    Q_DISABLE_COPY_MOVE(Component)
    friend class ComponentPrivate;
    const std::unique_ptr<ComponentPrivate> d;
};

} // namespace QConductor

#endif
