// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_ERROR_H
#define QCONDUCTOR_ERROR_H

#include <QConductor/global.h>

#include <QtCore/qexception.h>
#include <QtCore/qlist.h>
#include <QtCore/qstring.h>

#include <exception>

namespace QConductor {

class Component;

enum class Phase { Setup, Shutdown };

struct Failure
{
    QString component;
    Phase phase = Phase::Setup;
    QString message;
    std::exception_ptr exception;
};

class QCONDUCTOR_EXPORT Error : public QException
{
public:
    explicit Error(const QString &message);

    QString message() const { return m_message; }
    const char *what() const noexcept override;

    void raise() const override;
    Error *clone() const override;

private:
    QString m_message;
    QByteArray m_what;
};

class QCONDUCTOR_EXPORT CircularDependencyError : public Error
{
public:
    CircularDependencyError(const QString &message, const QList<Component *> &chain);

    QList<Component *> chain() const { return m_chain; }

    void raise() const override;
    CircularDependencyError *clone() const override;

private:
    QList<Component *> m_chain;
};

class QCONDUCTOR_EXPORT MissingDependencyError : public Error
{
public:
    using Error::Error;

    void raise() const override;
    MissingDependencyError *clone() const override;
};

class QCONDUCTOR_EXPORT AmbiguousDependencyError : public Error
{
public:
    using Error::Error;

    void raise() const override;
    AmbiguousDependencyError *clone() const override;
};

class QCONDUCTOR_EXPORT SetupError : public Error
{
public:
    SetupError(const QString &message, const QList<Failure> &failures);

    QList<Failure> failures() const { return m_failures; }

    void raise() const override;
    SetupError *clone() const override;

private:
    QList<Failure> m_failures;
};

class QCONDUCTOR_EXPORT ShutdownError : public Error
{
public:
    ShutdownError(const QString &message, const QList<Failure> &failures);

    QList<Failure> failures() const { return m_failures; }

    void raise() const override;
    ShutdownError *clone() const override;

private:
    QList<Failure> m_failures;
};

} // namespace QConductor

#endif
