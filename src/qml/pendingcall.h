// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_QML_PENDINGCALL_H
#define QCONDUCTOR_QML_PENDINGCALL_H

#include <QtCore/qfuturewatcher.h>
#include <QtCore/qpromise.h>
#include <QtQml/qjsvalue.h>

QT_FORWARD_DECLARE_CLASS(QQmlEngine)

namespace QConductor {

class AsyncComponent;

// A function of a component written in QML that was called and has not ended: what its Promise tells it becomes the end
// of a future. The component's until it has ended, and then JavaScript's, where a careless Promise may tell it again.
class PendingCall : public QObject
{
    Q_OBJECT

public:
    // Calls the function. The future fails with what it throws, or what its Promise is rejected with.
    static QFuture<void> start(AsyncComponent *component, const QString &function);

    Q_INVOKABLE void resolve();
    Q_INVOKABLE void reject(const QJSValue &reason);

private:
    PendingCall(AsyncComponent *component, QQmlEngine *engine, const QString &function);

    void fail(const QString &message);
    bool takeEnd();

    AsyncComponent *m_component;
    QString m_function;
    QPromise<void> m_promise;
    QFutureWatcher<void> m_watcher; // tells of the wish to cancel
    bool m_hasEnded = false;
};

} // namespace QConductor

#endif
