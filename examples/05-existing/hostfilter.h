// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef HOSTFILTER_H
#define HOSTFILTER_H

#include <QtCore/qstringlist.h>

// The hosts that nothing is fetched from: a singleton, which is no QObject. It has to be there before a session is restored, and
// until the session is closed.
class HostFilter
{
public:
    static void initInstance();
    static void freeInstance();
    static HostFilter *instance(); // nullptr: there is none now

    bool isBlocked(const QString &host) const { return m_blocked.contains(host); }

private:
    const QStringList m_blocked { QStringLiteral("tracker.example.net") };
};

#endif
