// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_FIXTURE_H
#define QCONDUCTOR_TEST_FIXTURE_H

#include <QConductor/testglobal.h>

#include <QtCore/qstringlist.h>

#include <chrono>
#include <memory>

namespace QConductor {
class Conductor;
}

namespace QConductor::Test {

class FixturePrivate;
class VirtualClock;

class QCONDUCTOR_TEST_EXPORT Fixture
{
public:
    explicit Fixture(std::chrono::milliseconds timeout = std::chrono::seconds(5));
    ~Fixture();

    Conductor &conductor() const;
    bool setup();
    bool shutdown();
    QString errorString() const;
    QStringList journal() const;
    void clearJournal();
    void setClock(VirtualClock *clock);

    bool verifySetup(const char *file, int line);
    bool verifyShutdown(const char *file, int line);

private:
    Q_DISABLE_COPY_MOVE(Fixture)
    const std::unique_ptr<FixturePrivate> d;
};

} // namespace QConductor::Test

#define QCONDUCTOR_SETUP(fixture) \
    do { \
        if (!(fixture).verifySetup(__FILE__, __LINE__)) \
            return; \
    } while (false)

#define QCONDUCTOR_SHUTDOWN(fixture) \
    do { \
        if (!(fixture).verifyShutdown(__FILE__, __LINE__)) \
            return; \
    } while (false)

#endif
