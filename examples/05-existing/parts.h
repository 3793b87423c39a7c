// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef PARTS_H
#define PARTS_H

#include <QConductor/Conductor>

class TransferSettings;

// Adds the parts of the application, and returns the session. The settings stay their owner's.
QConductor::Service *addParts(QConductor::Conductor &conductor, TransferSettings *settings);

// Shows a person why the start has failed, and asks whether to try again.
QConductor::FailureAction askWhatToDo(const QConductor::Error &error);

#endif
