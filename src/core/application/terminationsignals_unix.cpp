// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "application/terminationsignals_p.h"

#include <QtCore/qsocketnotifier.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace QConductor {

namespace {

struct TerminationSignal
{
    int number;
    struct sigaction formerAction = {};
};

TerminationSignal terminationSignals[] = { { SIGINT }, { SIGTERM }, { SIGHUP } };
int sockets[2] = { -1, -1 };            // the handler writes to the first one
std::atomic<pid_t> handlingProcess = 0; // the process that installed the handler, also in a process that it has forked
static_assert(std::atomic<pid_t>::is_always_lock_free, "a signal handler must not lock");

using Handler = void (*)(int);

Handler handlerOf(int number)
{
    struct sigaction action = {};
    sigaction(number, nullptr, &action);
    return action.sa_handler;
}

extern "C" void handleTerminationSignal(int number);

// Leaves the next signal to its default action. A signal that the application has set another action for keeps that.
void tellProcess()
{
    for (const TerminationSignal &signal : terminationSignals) {
        if (handlerOf(signal.number) == handleTerminationSignal)
            std::signal(signal.number, SIG_DFL);
    }
    const char byte = 1;
    [[maybe_unused]] const auto written = write(sockets[0], &byte, sizeof byte);
}

// A forked process may share the memory of its parent until it executes a program, and have a small stack: the former action
// is put back for this process alone, and the signal comes again when the handler returns.
void repeatWithFormerAction(int number)
{
    const TerminationSignal *signal = terminationSignals;
    while (signal->number != number)
        ++signal;
    sigaction(number, &signal->formerAction, nullptr);
    raise(number);
}

extern "C" void handleTerminationSignal(int number)
{
    const int error = errno;
    if (getpid() == handlingProcess)
        tellProcess();
    else
        repeatWithFormerAction(number);
    errno = error;
}

// Opens two connected sockets. They don't take the place of a standard stream that is closed, for what is printed there
// would be read as a signal.
bool openSockets()
{
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0)
        return false;
    const int first = sockets[0];
    const int second = sockets[1];
    if (qMin(first, second) > STDERR_FILENO)
        return true;
    const bool isOpen = openSockets(); // while those places are taken
    close(first);
    close(second);
    return isOpen;
}

void installHandler()
{
    struct sigaction action = {};
    action.sa_handler = handleTerminationSignal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    for (TerminationSignal &signal : terminationSignals) {
        sigaction(signal.number, nullptr, &signal.formerAction);
        if (signal.formerAction.sa_handler != SIG_IGN)
            sigaction(signal.number, &action, nullptr);
    }
}

// Takes back the handler, and the default action that has replaced it after the first signal.
void removeHandler()
{
    for (const TerminationSignal &signal : terminationSignals) {
        const Handler handler = handlerOf(signal.number);
        const bool wasInstalled = signal.formerAction.sa_handler != SIG_IGN;
        if (wasInstalled && (handler == handleTerminationSignal || handler == SIG_DFL))
            sigaction(signal.number, &signal.formerAction, nullptr);
    }
}

} // namespace

TerminationSignals::TerminationSignals()
{
    pid_t installedIn = handlingProcess;
    if (installedIn == getpid())
        return;
    if (installedIn != 0) // This process was forked, and has the handler and the sockets of its parent.
        removeHandler();
    if (!handlingProcess.compare_exchange_strong(installedIn, getpid()))
        return;
    if (!openSockets()) {
        handlingProcess = 0;
        return;
    }
    auto *notifier = new QSocketNotifier(sockets[1], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this, notifier, receiver = getpid()] {
        notifier->setEnabled(false);
        if (getpid() == receiver) // A forked process reads the same socket.
            Q_EMIT received();
    });
    installHandler();
}

TerminationSignals::~TerminationSignals()
{
    const bool isFirst = !children().isEmpty();
    if (!isFirst || handlingProcess != getpid())
        return;
    removeHandler();
    for (int &socket : sockets) {
        close(socket);
        socket = -1;
    }
    handlingProcess = 0;
}

} // namespace QConductor
