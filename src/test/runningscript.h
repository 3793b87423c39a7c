// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_RUNNINGSCRIPT_H
#define QCONDUCTOR_TEST_RUNNINGSCRIPT_H

#include <QConductor/testglobal.h>

#include <QtCore/qobjectdefs.h>
#include <QtCore/qstring.h>

#include <chrono>
#include <memory>

namespace QConductor {
class Component;
}

namespace QConductor::Test {

class RunningScriptPrivate;

class QCONDUCTOR_TEST_EXPORT RunningScript
{
public:
    explicit RunningScript(Component *component);
    ~RunningScript();

    RunningScript &succeed();
    RunningScript &fail(const QString &message);
    RunningScript &fail(const char *message) { return fail(QString::fromUtf8(message)); }
    RunningScript &after(std::chrono::milliseconds delay);

private:
    Q_DISABLE_COPY_MOVE(RunningScript)
    const std::unique_ptr<RunningScriptPrivate> d;
};

} // namespace QConductor::Test

#endif
