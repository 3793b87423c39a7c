// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef LAYERING_H
#define LAYERING_H

#include <QtCore/qstringlist.h>

// Reads the #include lines of all sources below a folder src, and says which break the rules in layering.cpp: one message
// for each include that goes up, and for each cycle of units.
QStringList brokenLayeringRules(const QString &sourceFolder);

#endif
