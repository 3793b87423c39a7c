// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_REQUESTSCRIPT_H
#define QCONDUCTOR_TEST_REQUESTSCRIPT_H

#include <QConductor/error.h>
#include <QConductor/testglobal.h>

#include <QtCore/qfuture.h>
#include <QtCore/qobjectdefs.h>
#include <QtCore/qstring.h>

#include <functional>
#include <memory>
#include <optional>

namespace QConductor::Test {

class RequestScriptPrivate;

class QCONDUCTOR_TEST_EXPORT RequestScript
{
public:
    using Hook = std::function<QFuture<bool>(ShutdownReason)>;

    RequestScript();
    ~RequestScript();

    RequestScript &agree();
    RequestScript &refuse();
    RequestScript &throwException(const QString &message);
    RequestScript &throwException(const char *message) { return throwException(QString::fromUtf8(message)); }
    RequestScript &think();

    void answer(bool hasAgreed);
    bool isAsked() const;
    int count() const;
    std::optional<ShutdownReason> lastReason() const;
    QFuture<bool> run(ShutdownReason reason);

protected:
    void setBase(Hook base);

private:
    Q_DISABLE_COPY_MOVE(RequestScript)
    const std::unique_ptr<RequestScriptPrivate> d;
};

} // namespace QConductor::Test

#endif
