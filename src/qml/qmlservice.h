// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_QML_QMLSERVICE_H
#define QCONDUCTOR_QML_QMLSERVICE_H

#include "declaredobjects.h"
#include "optionaldependencies.h"

#include <QConductor/Service>

#include <QtQml/qqml.h>

namespace QConductor {

// A service whose hooks call the functions setup() and shutdown() of its QML document, as those of an AsyncComponent do.
class QmlService : public QConductor::Service
{
    Q_OBJECT
    Q_PROPERTY(QObject *object READ object WRITE setObject NOTIFY objectReplaced)
    Q_PROPERTY(QQmlListProperty<QObject> data READ data DESIGNABLE false FINAL)
    Q_PROPERTY(QStringList optionalDependencies READ optionalDependencies WRITE setOptionalDependencies NOTIFY
                       optionalDependenciesChanged FINAL)
    Q_CLASSINFO("DefaultProperty", "data")
    QML_NAMED_ELEMENT(Service)

public:
    explicit QmlService(QObject *parent = nullptr);

    void setObject(QObject *object);
    QQmlListProperty<QObject> data() { return m_data.property(this); }
    QStringList optionalDependencies() const { return m_optionalDependencies.names(); }
    void setOptionalDependencies(const QStringList &names);

Q_SIGNALS:
    void objectReplaced(); // as objectChanged() of the base class tells, which can't notify of this property
    void optionalDependenciesChanged();
    void cancelRequested();

protected:
    QFuture<void> onSetup() override;
    QFuture<void> onShutdown() override;
    QFuture<bool> onShutdownRequest(QConductor::ShutdownReason reason) override;

private:
    bool declares(const char *function) const;
    QFuture<bool> call(const QString &function, const QJSValue &argument = {});

    DeclaredObjects m_data;
    OptionalDependencies m_optionalDependencies;
};

} // namespace QConductor

#endif
