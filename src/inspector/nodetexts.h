// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_INSPECTOR_NODETEXTS_H
#define QCONDUCTOR_INSPECTOR_NODETEXTS_H

#include "reporting/drawing_p.h"

namespace QConductor {

// What is said of a node of the graph. What the drawing says of its state is used only if its component exists no longer.
class NodeTexts
{
public:
    NodeTexts(const Drawing &drawing, int node, const Component *component, bool isOptional)
        : m_drawing(drawing),
          m_number(node),
          m_component(component),
          m_isOptional(isOptional)
    { }

    Component::State state() const { return m_component ? m_component->state() : node().state; }
    QString message() const { return m_component ? m_component->errorString() : node().message; }
    QString notes() const;       // below the name, so that nobody has to know the frames
    QString description() const; // for a screen reader

private:
    const Drawing::Node &node() const { return m_drawing.nodes.at(m_number); }
    QString needs() const;

    const Drawing &m_drawing;
    const int m_number;
    const Component *const m_component;
    const bool m_isOptional;
};

} // namespace QConductor

#endif
