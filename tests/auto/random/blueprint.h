// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_BLUEPRINT_H
#define QCONDUCTOR_TESTS_BLUEPRINT_H

#include <QConductor/Conductor>

#include <QtCore/qlist.h>
#include <QtCore/qrandom.h>

#include <array>
#include <functional>

// How a hook ends that has no fault.
enum class Ending { AtOnce, Later, InThread };

// What goes wrong in a hook.
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
    Hangs,        // past its timeout
    Destroys,     // a component, maybe its own
    CancelsSetup, // from here on not a fault of the component's own
    ShutsDown,
};

struct Hook
{
    Ending ending = Ending::AtOnce;
    Fault fault = Fault::None;
    int victim = -1; // of Destroys
};

struct Part
{
    QList<int> needs; // parts before it
    std::array<Hook, 2> hooks; // by phase
};

// What a random application is made of.
struct Blueprint
{
    QConductor::Conductor::Scheduling scheduling = QConductor::Conductor::Scheduling::LayerByLayer;
    QList<Part> parts;

    static Blueprint draw(QRandomGenerator &random);
    int layer(int part) const;
    QString diagram() const;
};

// The smallest blueprint, as far as leaving things out leads to it, for which that still holds.
Blueprint shrunk(Blueprint blueprint, const std::function<bool(const Blueprint &)> &holds);

#endif
