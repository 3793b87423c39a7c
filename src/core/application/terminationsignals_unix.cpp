// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "application/terminationsignals_p.h"

#include <QtCore/qsocketnotifier.h>

#include <cerrno>
#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace QConductor {

namespace {

constexpr int signalNumbers[] = { SIGINT, SIGTERM, SIGHUP };
constexpr int signalCount = 3;

struct sigaction formerActions[signalCount];
int sockets[2] = { -1, -1 }; // the handler writes to the first one

extern "C" void handleTerminationSignal(int)
{
    const int error = errno;
    for (int number : signalNumbers)
        std::signal(number, SIG_DFL);
    const char byte = 1;
    [[maybe_unused]] const auto written = write(sockets[0], &byte, sizeof byte);
    errno = error;
}

} // namespace

TerminationSignals::TerminationSignals()
{
    if (sockets[0] >= 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0)
        return;
    auto *notifier = new QSocketNotifier(sockets[1], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this, notifier] {
        notifier->setEnabled(false);
        Q_EMIT received();
    });
    struct sigaction action = {};
    action.sa_handler = handleTerminationSignal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < signalCount; ++i)
        sigaction(signalNumbers[i], &action, &formerActions[i]);
}

TerminationSignals::~TerminationSignals()
{
    if (children().isEmpty()) // another object exists
        return;
    for (int i = 0; i < signalCount; ++i)
        sigaction(signalNumbers[i], &formerActions[i], nullptr);
    for (int &socket : sockets) {
        close(socket);
        socket = -1;
    }
}

} // namespace QConductor
