// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_TIMEDSHOP_H
#define QCONDUCTOR_TESTS_TIMEDSHOP_H

#include "shop.h"
#include "testaccess_p.h"

#include <QtCore/qcoreapplication.h>

inline constexpr int setupTimeout = 5000; // in milliseconds of virtual time
inline constexpr int shutdownTimeout = 3000;

// A shop with timeouts in virtual time.
class TimedShop : public ShopTest
{
public:
    explicit TimedShop(QConductor::Conductor::Scheduling scheduling = QConductor::Conductor::Scheduling::LayerByLayer)
        : ShopTest(scheduling)
    {
        QConductor::TestAccess::setVirtualTime(&conductor, &m_time);
        conductor.setSetupTimeout(setupTimeout);
        conductor.setShutdownTimeout(shutdownTimeout);
    }
    ~TimedShop() { QConductor::TestAccess::setVirtualTime(&conductor, nullptr); }

    // Lets the conductor do what it can do now.
    void settle()
    {
        do {
            QCoreApplication::processEvents();
        } while (!QConductor::TestAccess::isWaiting(&conductor));
    }
    void pass(int milliseconds)
    {
        settle();
        m_time += milliseconds;
        QConductor::TestAccess::timePassed(&conductor);
        settle();
    }

private:
    qint64 m_time = 0;
};

#endif
