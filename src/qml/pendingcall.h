// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_QML_PENDINGCALL_H
#define QCONDUCTOR_QML_PENDINGCALL_H

#include <QtCore/qfuturewatcher.h>
#include <QtCore/qpointer.h>
#include <QtCore/qpromise.h>
#include <QtQml/qjsvalue.h>

#include <functional>

QT_FORWARD_DECLARE_CLASS(QQmlEngine)

namespace QConductor {

class Component;

// A call of a component's QML function, from its beginning until the garbage collector takes it. Its future ends once:
// when resolve() or reject() is called first, or when the QML engine is destroyed. Until then the call is a child of
// its component, and is destroyed with it, which ends the future canceled. Later calls of resolve() and reject() do
// nothing.
class PendingCall : public QObject
{
    Q_OBJECT

public:
    // Returns whether the document of an object declares a function of that name, or a property, for its value may be a function.
    // What its class in C++ declares doesn't count.
    static bool isDeclared(const QObject *object, const QMetaObject &classInCpp, const char *function);

    // Calls the function with that argument. The future that it returns finishes when the function's work is done, and its result
    // is false if the function's value is, otherwise true. It fails with what the function throws, with the reason of a rejected
    // Promise, or at once if there is no QML engine any more.
    using CancelRequest = std::function<void()>; // is called when the future is asked to cancel
    static QFuture<bool> start(Component *component, const QString &function, const CancelRequest &requestCancel,
                               const QJSValue &argument = {});

    // Surround each call into the component's document that comes after the function has returned. A conductor that is
    // destroyed in such a call doesn't wait for it.
    Q_INVOKABLE void enter();
    Q_INVOKABLE void leave();
    Q_INVOKABLE void setCancelAction(
            const QJSValue &action); // is called when the future is asked to cancel, and has not ended
    Q_INVOKABLE void resolve(const QJSValue &value);
    Q_INVOKABLE void reject(const QJSValue &reason);

private:
    PendingCall(Component *component, QQmlEngine *engine, const QString &function, const CancelRequest &requestCancel);

    void fail(const QString &message);
    bool end();

    QPointer<Component> m_component; // it may be destroyed when the call has ended
    QString m_function;
    QPromise<bool> m_promise;
    QFutureWatcher<bool> m_watcher; // hears that the future is canceled
    QJSValue m_cancelAction;        // undefined: there is none
    bool m_hasEnded = false;        // whether the future has finished
};

} // namespace QConductor

#endif
