// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_SCRIPT_H
#define QCONDUCTOR_TEST_SCRIPT_H

#include <QConductor/testglobal.h>

#include <QtCore/qfuture.h>
#include <QtCore/qobjectdefs.h>
#include <QtCore/qstring.h>

#include <chrono>
#include <functional>
#include <memory>

namespace QConductor {
class Component;
class Conductor;
}

namespace QConductor::Test {

class ScriptPrivate;

class QCONDUCTOR_TEST_EXPORT Script
{
public:
    using Hook = std::function<QFuture<void>()>;

    explicit Script(Component *component);
    ~Script();

    void release();
    int count() const;
    bool waitsForTime() const;
    QFuture<void> run();

    static bool waitsForTime(const Component *component);
    static void releaseAll(const Conductor *conductor);

protected:
    enum class Ending { Success, Failure, Exception, Cancellation, Abandonment, Hanging, BaseHook };
    void setBaseType(const QMetaObject &type, Script *other);
    void setEnding(Ending ending, const QString &message = {});
    void setBase(Hook hook);
    void setDelay(std::chrono::milliseconds delay);
    void setInThread();

private:
    Q_DISABLE_COPY_MOVE(Script)
    const std::unique_ptr<ScriptPrivate> d;
};

template <class Derived> class ScriptSentences : public Script
{
public:
    using Script::Script;

    Derived &succeed() { return end(Ending::Success); }
    Derived &fail(const QString &message) { return end(Ending::Failure, message); }
    Derived &fail(const char *message) { return fail(QString::fromUtf8(message)); }
    Derived &throwException(const QString &message) { return end(Ending::Exception, message); }
    Derived &throwException(const char *message) { return throwException(QString::fromUtf8(message)); }
    Derived &cancel() { return end(Ending::Cancellation); }
    Derived &abandon() { return end(Ending::Abandonment); }
    Derived &hang() { return end(Ending::Hanging); }
    Derived &release() { return Script::release(), self(); }
    Derived &after(std::chrono::milliseconds delay) { return setDelay(delay), self(); }
    Derived &inThread() { return setInThread(), self(); }

protected:
    Derived &self() { return static_cast<Derived &>(*this); }

private:
    Derived &end(Ending ending, const QString &message = {}) { return setEnding(ending, message), self(); }
};

} // namespace QConductor::Test

#endif
