// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "application/windows_p.h"

#include <QtCore/qmetaobject.h>
#include <QtCore/qvariant.h>

#include <algorithm>

namespace QConductor {

namespace {

bool isVisibleTopLevel(const QObject *window)
{
    const bool isEmbedded = window->parent() && window->parent()->isWindowType();
    return !isEmbedded && window->property("visible").toBool();
}

// The last window is the last one of those that belong to no other window and aren't popups.
bool isPrimary(const QObject *window)
{
    const auto type = Qt::WindowType(window->property("flags").toInt() & Qt::WindowType_Mask);
    return type != Qt::Popup && type != Qt::ToolTip && !window->property("transientParent").value<QObject *>();
}

bool isModal(const QObject *window)
{
    return window->property("modality").toInt() != Qt::NonModal;
}

} // namespace

void Windows::note(QObject *window)
{
    if (m_windows.contains(window))
        return;
    m_windows.removeAll(nullptr);
    m_windows.append(window);
}

QList<QPointer<QObject>> Windows::visible() const
{
    QList<QPointer<QObject>> windows;
    std::copy_if(m_windows.begin(), m_windows.end(), std::back_inserter(windows),
                 [](const QPointer<QObject> &window) { return window && isVisibleTopLevel(window); });
    std::stable_partition(windows.begin(), windows.end(),
                          [](const QPointer<QObject> &window) { return isModal(window); });
    return windows;
}

bool Windows::isAnyOtherVisible() const
{
    const auto windows = visible();
    return std::any_of(windows.begin(), windows.end(),
                       [](const QPointer<QObject> &window) { return isPrimary(window); });
}

bool Windows::close(QObject *window)
{
    bool hasAgreed = true;
    QMetaObject::invokeMethod(window, "close", Qt::DirectConnection, Q_RETURN_ARG(bool, hasAgreed));
    return hasAgreed;
}

} // namespace QConductor
