// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_ERROR_H
#define QCONDUCTOR_ERROR_H

#include <QConductor/global.h>

#include <QtCore/qexception.h>
#include <QtCore/qlist.h>
#include <QtCore/qobjectdefs.h>
#include <QtCore/qshareddata.h>
#include <QtCore/qstring.h>

#include <exception>

QT_BEGIN_NAMESPACE
class QDebug;
QT_END_NAMESPACE

namespace QConductor {
Q_NAMESPACE_EXPORT(QCONDUCTOR_EXPORT)

class Component;
class ErrorPrivate;

enum class Phase { Setup, Shutdown, Running };
Q_ENUM_NS(Phase)

enum class ShutdownReason { Requested, Quit, WindowClosed };
Q_ENUM_NS(ShutdownReason)

enum class FailureAction { Quit, Retry };
Q_ENUM_NS(FailureAction)

struct Failure
{
    QString component;
    QString displayName;
    Phase phase = Phase::Setup;
    QString message;
    std::exception_ptr exception;
};

QCONDUCTOR_EXPORT QDebug operator<<(QDebug debug, const Failure &failure);

class QCONDUCTOR_EXPORT Error : public QException
{
public:
    explicit Error(const QString &message);
    Error(const Error &other);
    Error &operator=(const Error &other);
    ~Error() override;

    QString message() const;
    const char *what() const noexcept override;

    void raise() const override;
    Error *clone() const override;

protected:
    explicit Error(ErrorPrivate *d);
    const ErrorPrivate *d_func() const { return d.data(); }

private:
    QExplicitlySharedDataPointer<const ErrorPrivate> d; // shared by the copies, because it never changes
};

class QCONDUCTOR_EXPORT CircularDependencyError : public Error
{
public:
    CircularDependencyError(const QString &message, const QList<Component *> &chain);
    ~CircularDependencyError() override;

    QList<Component *> chain() const;

    void raise() const override;
    CircularDependencyError *clone() const override;
};

class QCONDUCTOR_EXPORT MissingDependencyError : public Error
{
public:
    using Error::Error;
    ~MissingDependencyError() override;

    void raise() const override;
    MissingDependencyError *clone() const override;
};

class QCONDUCTOR_EXPORT AmbiguousDependencyError : public Error
{
public:
    using Error::Error;
    ~AmbiguousDependencyError() override;

    void raise() const override;
    AmbiguousDependencyError *clone() const override;
};

class QCONDUCTOR_EXPORT SetupError : public Error
{
public:
    SetupError(const QString &message, const QList<Failure> &failures);
    ~SetupError() override;

    QList<Failure> failures() const;

    void raise() const override;
    SetupError *clone() const override;
};

class QCONDUCTOR_EXPORT ShutdownError : public Error
{
public:
    ShutdownError(const QString &message, const QList<Failure> &failures);
    ~ShutdownError() override;

    QList<Failure> failures() const;

    void raise() const override;
    ShutdownError *clone() const override;
};

} // namespace QConductor

#endif
