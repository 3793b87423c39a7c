// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_QML_ASYNCCOMPONENT_H
#define QCONDUCTOR_QML_ASYNCCOMPONENT_H

#include "declaredobjects.h"
#include "optionaldependencies.h"

#include <QConductor/Component>

#include <QtQml/qqml.h>

namespace QConductor {

// A component whose hooks call the functions setup() and shutdown() of its QML document. A hook whose function the
// document doesn't declare has nothing to do. Without a QML engine, a hook that has a function fails.
class AsyncComponent : public QConductor::Component
{
    Q_OBJECT
    Q_PROPERTY(QQmlListProperty<QObject> data READ data DESIGNABLE false FINAL)
    Q_PROPERTY(QStringList optionalDependencies READ optionalDependencies WRITE setOptionalDependencies NOTIFY
                       optionalDependenciesChanged FINAL)
    Q_CLASSINFO("DefaultProperty", "data")
    QML_ELEMENT

public:
    enum ShutdownReason { Requested, Quit, WindowClosed }; // QConductor::ShutdownReason
    Q_ENUM(ShutdownReason)

    explicit AsyncComponent(QObject *parent = nullptr);

    QQmlListProperty<QObject> data() { return m_data.property(this); }
    QStringList optionalDependencies() const { return m_optionalDependencies.names(); }
    void setOptionalDependencies(const QStringList &names);

Q_SIGNALS:
    void optionalDependenciesChanged();
    void cancelRequested();

protected:
    QFuture<void> onSetup() override;
    QFuture<void> onShutdown() override;
    QFuture<bool> onShutdownRequest(QConductor::ShutdownReason reason) override;

private:
    bool declares(const char *name) const;
    QFuture<bool> call(const QString &function, const QJSValue &argument = {});

    DeclaredObjects m_data;
    OptionalDependencies m_optionalDependencies;
};

} // namespace QConductor

#endif
