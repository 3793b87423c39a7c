// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_BUDGET_H
#define QCONDUCTOR_TEST_BUDGET_H

#include <QConductor/report.h>
#include <QConductor/testglobal.h>

#include <QtCore/qstringlist.h>

#include <chrono>
#include <initializer_list>

namespace QConductor {
class Conductor;
}

namespace QConductor::Test {

class Fixture;

class QCONDUCTOR_TEST_EXPORT Budget
{
public:
    Budget(const Conductor &conductor, std::chrono::nanoseconds time);
    Budget(const Conductor &conductor, std::chrono::nanoseconds time, std::initializer_list<const char *> components);
    Budget(const Fixture &fixture, std::chrono::nanoseconds time);
    Budget(const Fixture &fixture, std::chrono::nanoseconds time, std::initializer_list<const char *> components);

    std::chrono::nanoseconds criticalPath() const;
    QString errorString() const;

    bool verify(const char *file, int line) const;

private:
    Report m_report;
    QString m_errorString;
};

} // namespace QConductor::Test

#define QCONDUCTOR_VERIFY_BUDGET(application, ...)                                                                     \
  do {                                                                                                                 \
    if (!QConductor::Test::Budget(application, __VA_ARGS__).verify(__FILE__, __LINE__))                                \
      return;                                                                                                          \
  } while (false)

#endif
