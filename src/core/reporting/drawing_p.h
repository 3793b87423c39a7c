// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_REPORTING_DRAWING_P_H
#define QCONDUCTOR_REPORTING_DRAWING_P_H

#include "component.h"

#include <QtCore/qlist.h>

namespace QConductor {

// What a picture of a graph shows, and the picture in the languages of two programs that lay it out. It knows no conductor.
class QCONDUCTOR_AUTOTEST_EXPORT Drawing
{
public:
    struct Node
    {
        QString name;
        int layer = -1; // -1: the graph can't be resolved, so there are no layers
        Component::State state = Component::State::Inactive;
        QString message = {};      // why it failed or was not set up
        QStringList replaces = {}; // the classes that it is the patch of
        bool isMissing = false;    // there is no such component
        bool isDeferred = false;   // it begins later than the others, or on demand
        bool isOnCycle = false;
        Component *component = nullptr; // as a key: it may be destroyed later; nullptr where it is missing
    };
    enum class Need { Required, Optional, List };
    struct Edge
    {
        int from; // the number of the dependent among the nodes
        int to;
        QString property;
        Need need = Need::Required;
        bool isOnCycle = false;
        bool isAmbiguous = false; // setup can't choose between this and others of that property
        bool isOrdering = true;   // otherwise it lies on a cycle that it doesn't forbid
        bool isWrong() const { return isOnCycle || isAmbiguous; }
    };

    QString toDot() const;
    QString toMermaid() const;

    QList<Node> nodes;
    QList<Edge> edges;

private:
    QList<QList<int>> layers() const;
};

} // namespace QConductor

#endif
