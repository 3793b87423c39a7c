// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_VIRTUALCLOCK_H
#define QCONDUCTOR_TEST_VIRTUALCLOCK_H

#include <QConductor/testglobal.h>

#include <QtCore/qobject.h>

#include <chrono>
#include <functional>
#include <memory>

namespace QConductor {
class Conductor;
}

namespace QConductor::Test {

class VirtualClockPrivate;

class QCONDUCTOR_TEST_EXPORT VirtualClock
{
public:
    VirtualClock();
    ~VirtualClock();

    std::chrono::milliseconds now() const;
    void advance(std::chrono::milliseconds by);
    bool advanceToNext();

    void attach(Conductor *conductor);
    void detach(Conductor *conductor);
    static VirtualClock *of(const Conductor *conductor);

    void callAfter(std::chrono::milliseconds delay, QObject *context, std::function<void()> function);

private:
    Q_DISABLE_COPY_MOVE(VirtualClock)
    const std::unique_ptr<VirtualClockPrivate> d;
};

} // namespace QConductor::Test

#endif
