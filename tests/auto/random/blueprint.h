// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_BLUEPRINT_H
#define QCONDUCTOR_TESTS_BLUEPRINT_H

#include <QConductor/Conductor>

#include <QtCore/qlist.h>
#include <QtCore/qrandom.h>

#include <array>
#include <functional>

// How a hook without a fault ends.
enum class Ending { AtOnce, Later, InThread };

// What goes wrong in a hook. The component of the hook fails by all faults before Destroys.
enum class Fault {
    None,
    Throws,
    ThrowsOther,
    Fails,
    FailsLater,
    ThrowsInThread,
    Cancels,
    CancelsLater,
    Abandons,
    Hangs,        // The hook outlasts its timeout.
    Destroys,     // The hook destroys a component, maybe its own.
    CancelsSetup, // The hook cancels the future of setup().
    ShutsDown,    // The hook calls shutdown().
};

struct Hook
{
    Ending ending = Ending::AtOnce;
    Fault fault = Fault::None;
    int victim = -1; // The number of the part that Destroys destroys.
};

struct Part
{
    QList<int> needs; // The numbers of its dependencies, which are smaller than its own.
    std::array<Hook, 2> hooks; // Its hooks by phase.
};

// The plan of a random application: its parts, what they need, and how their hooks end.
struct Blueprint
{
    QConductor::Conductor::Scheduling scheduling = QConductor::Conductor::Scheduling::LayerByLayer;
    QList<Part> parts;

    static Blueprint draw(QRandomGenerator &random);
    QList<int> layers() const; // The layer of each part.
    QString diagram() const;
};

// Leaves out one thing after another as long as "holds" returns true for what is left, and returns what is left at the
// end.
Blueprint shrunk(Blueprint blueprint, const std::function<bool(const Blueprint &)> &holds);

#endif
