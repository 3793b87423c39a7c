// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "noteeditor.h"

#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qmessagebox.h>

using Shop::Notes;

NoteEditor::NoteEditor(Notes *notes)
    : m_notes(notes),
      m_line(new QLineEdit),
      m_question(new QMessageBox(QMessageBox::Question, tr("Order Desk"), tr("Save the note before closing?"),
                                 QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, this))
{
    auto *unsaved = new QLabel(tr("not saved"));
    unsaved->hide();
    m_line->setPlaceholderText(tr("A note for the next shift"));
    auto *layout = new QHBoxLayout(this);
    layout->addWidget(new QLabel(tr("Note:")));
    layout->addWidget(m_line);
    layout->addWidget(unsaved);

    connect(m_line, &QLineEdit::textChanged, notes, &Notes::setText);
    connect(notes, &Notes::textChanged, this, [this, unsaved] {
        m_line->setText(m_notes->text());
        unsaved->setVisible(m_notes->isUnsaved());
    });
    connect(notes, &Notes::askingChanged, m_question,
            [this] { m_notes->isAsking() ? m_question->open() : m_question->done(QMessageBox::Cancel); });
    connect(m_question, &QDialog::finished, this, &NoteEditor::answer);
}

// Closing the dialog, which the Escape key does, too, is a Cancel.
void NoteEditor::answer(int button)
{
    switch (button) {
    case QMessageBox::Save: return m_notes->answer(Notes::Answer::Save);
    case QMessageBox::Discard: return m_notes->answer(Notes::Answer::Discard);
    default: return m_notes->answer(Notes::Answer::Cancel);
    }
}
